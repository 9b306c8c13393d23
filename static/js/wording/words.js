// “Vivitrol’s” is “vivitrol”, “don’t” is “dont”.
function words(text) {
  const plain = text.slice(0, 100_000).normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.replace(/['’ʼ](?:(?:s|d|m|ll|re|ve)(?![\p{L}\d]))?/gu, "").match(/[\p{L}\d]+/gu) ?? [];
}
