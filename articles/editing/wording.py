"""Words that put the person second, or praise instead of counting: what to say, and what not.

After the National Institute on Alcohol Abuse and Alcoholism, the National Institute on Drug Abuse, Shatterproof and
the APA style guide (content/references/: niaaa-stigma, nida-words, shatterproof-words, apa-style-bias-free), and
our own.
Data, no logic; whole words in any case.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Wording:
    say: str
    avoid: tuple[str, ...]


AVOID: Final = (
    Wording("person with alcohol use disorder", ("alcoholic",)),
    Wording(
        "person with a substance use disorder; person with opioid use disorder",
        ("addict", "junkie", "druggie", "drug addict"),
    ),
    Wording(
        "person who misuses alcohol; person who drinks heavily",
        ("drunk", "drunkard", "alcohol abuser", "problem drinker"),
    ),
    Wording("person who uses drugs", ("user", "drug user", "substance abuser", "drug abuser")),
    Wording("use; misuse (for prescription medicine)", ("abuse", "drug abuse", "alcohol abuse", "substance abuse")),
    Wording("alcohol use disorder (AUD)", ("alcoholism", "alcohol addiction")),
    Wording("opioid use disorder (OUD)", ("opioid abuse", "opioid addiction problem", "drug habit")),
    Wording("person in recovery", ("former addict", "reformed addict", "ex-addict", "recovering alcoholic")),
    Wording("not using; not drinking; opioid-free", ("clean", "sober and clean", "got clean")),
    Wording("using; has used", ("dirty", "strung out")),
    Wording(
        "tested negative; tested positive",
        ("clean urine", "dirty urine", "clean test", "dirty test", "failed the drug test"),
    ),
    Wording(
        "medicine for opioid use disorder; medicine for alcohol use disorder",
        ("substitution therapy", "replacement therapy", "opioid replacement", "opioid substitution"),
    ),
    Wording("medicine; treatment", ("crutch", "chemical leash", "magic pill", "miracle drug", "game changer")),
    Wording(
        "alcohol-associated liver disease", ("alcoholic liver disease", "alcoholic hepatitis", "alcoholic cirrhosis")
    ),
    Wording(
        "baby exposed to opioids; baby with withdrawal signs",
        ("addicted baby", "born addicted", "drug baby", "crack baby"),
    ),
    Wording(
        "chose not to; did not take; missed doses",
        ("non-compliant", "noncompliant", "refused", "failed treatment", "treatment failure"),
    ),
    Wording(
        "died by suicide; thoughts of suicide", ("committed suicide", "successful suicide", "failed suicide attempt")
    ),
    Wording("physical dependence; the body depends on opioids", ("hooked", "addicted to painkillers")),
    Wording(
        "person who was in prison; person involved with the courts",
        ("convict", "ex-con", "offender", "inmate", "felon"),
    ),
    Wording("person who injects drugs", ("injection drug user", "IV drug user", "needle junkie")),
    Wording("has; lives with", ("suffers from", "suffering from", "victim of", "afflicted with")),
    Wording(
        "person with depression; mental health condition",
        ("mentally ill person", "crazy", "insane", "the mentally ill"),
    ),
    Wording("strong urge; craving", ("jonesing", "fiending", "drug-seeking", "drug seeking")),
    Wording("stopped; cut down", ("cold turkey", "kicked the habit", "kick the habit")),
    Wording("withdrawal management; detox (first mention)", ("drying out", "dry out")),
    Wording("overdose; opioid poisoning", ("OD'd", "narc'd", "overdosed addict")),
    Wording(
        "choose not to drink; you may want to", ("you must be motivated", "just say no", "willpower", "weak-willed")
    ),
    Wording(
        "helps some people; 9 in 100 more",
        ("works wonders", "proven cure", "guaranteed", "breakthrough", "life-changing"),
    ),
    Wording(
        "family and friends; people close to you",
        ("codependent", "enabler", "enabling", "tough love", "hit rock bottom"),
    ),
    Wording("substance use disorder", ("drug problem", "vice")),
    Wording("return to use; return to drinking", ("fell off the wagon", "slipped up", "relapser")),
    Wording("medication treatment", ("medication-assisted treatment",)),
    Wording("adherence; taking it as planned", ("compliance",)),
    Wording("people who are unhoused; person without a home", ("the homeless", "homeless addict")),
    Wording(
        "person with a disability; person with kidney disease",
        ("the disabled", "handicapped", "wheelchair-bound", "diabetics"),
    ),
    Wording("people; patients; you", ("cases", "subjects", "these people", "those people")),
    Wording("drugs that are sold illegally; street drugs", ("illicit drugs", "dope", "smack", "hard drugs")),
    Wording("opioid", ("narcotics",)),
    Wording("nonuse; goal of drinking less or not at all", ("stay sober", "sobriety", "teetotal")),
    Wording("your care team; your prescriber; a pharmacist", ("your provider will decide for you", "doctor's orders")),
    Wording("women; men; everyone; pregnant person or pregnant woman as the source does", ("females", "males")),
)
