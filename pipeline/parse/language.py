"""Tell the language of a text by its script and its small words, with the page's word as a hint."""

import re
from collections import Counter

from pipeline.visible import visible

SMALL_WORDS = {
    "en": "the of and to in that is for it with was on are as be this by from have not",
    "de": "der die und das den von zu mit ist des im für nicht auf ein eine sich dem auch wird",
    "fr": "le la les des et en du une est que pour dans qui sur pas plus par avec au ce",
    "es": "el la los de que y en las del un una por con para se no es su como más",
    "it": "il di che la e le un per una del non sono con della dei nel alla più anche gli",
    "pt": "o de que e do da em um para uma os no com não se as dos mais ao pelo",
    "nl": "de het van een en in is dat op te zijn voor met niet aan er ook bij door worden",
    "pl": "w i na z nie się do że jest to o jak po za od przez dla które tym oraz",
    "sv": "och att det som en på är av för med den till inte har ett de om från var kan",
    "da": "og at det er en til på som af for med den ikke har de et der fra var kan",
    "no": "og det er en til på som av for med den ikke har de et at fra ble var seg",
    "fi": "ja on ei se että oli hän mutta ovat kun myös niin joka kuin sen ole mukaan",
    "tr": "ve bir bu için ile da de olarak daha çok olan gibi sonra kadar ancak ise en",
    "cs": "a v se na je že s z do o k by jako ale pro jsou za po byl který",
    "id": "dan yang di untuk dengan dari ini tidak itu pada dalam akan ke oleh juga adalah",
    "ro": "și în de la care nu cu pe din este pentru mai că o un sau fi au prin",
    "hu": "a az és hogy nem is egy meg de ez volt csak már mint még kell azt el",
    "vi": "và của là các có cho không được một những trong với người này đã từ khi để",
}
SCRIPTS = (
    ("ko", re.compile(r"[가-힣]")),
    ("ja", re.compile(r"[ぁ-んァ-ヶ]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ru", re.compile(r"[а-яА-ЯёЁ]")),
    ("ar", re.compile(r"[\u0620-\u06ff]")),
    ("el", re.compile(r"[α-ωΑ-Ω]")),
    ("he", re.compile(r"[א-ת]")),
    ("th", re.compile(r"[ก-ฮ]")),
    ("hi", re.compile(r"[\u0905-\u0939]")),
)
ANY_SCRIPT = re.compile("|".join(script.pattern for _, script in SCRIPTS))
TRADITIONAL = frozenset(
    "這個們來為國說時會對過發後種經學現當沒動還進樣開從實無與長機關點業將兩間問應戰頭體見產給內門東聲員論處義幾認條氣題變"
    "爾總電數報結務場計資許統區隊決馬書則聽卻達強難權設記類據邊張該規萬覺術領確傳師觀讓識帶導爭運"
)
SIMPLIFIED = (
    frozenset(
        "这个们来为国说时会对过发后种经学现当没动还进样开从实无与长机关点业将两间问应战头体见产给内门东声员论处义几认条气题变尔"
        "总电数报结务场计资许统区队决马书则听却达强难权设记类据边张该规万觉术领确传师观让识带导争运"
    )
    - TRADITIONAL
)
TAG = re.compile(r"^[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*$", re.IGNORECASE)


def detect_language(text: str, *, declared: str | None = None) -> str | None:
    """Tell the language as a BCP 47 tag: ``en``, ``de``, ``zh-Hant``, or None.

    The text decides when it is clear; ``declared`` (an html lang attribute or og:locale, wrong on
    many pages) settles what is left, such as a text of three words.
    """
    hint = _primary(declared)
    sample = visible(text[:6000]).text
    if ANY_SCRIPT.search(sample) and (letters := sum(letter.isalpha() for letter in sample)):
        for language, script in SCRIPTS:
            share = len(script.findall(sample)) / letters
            if share > (0.08 if language == "ja" else 0.3):
                return _variety(language, sample, hint, declared)
    words = Counter(re.findall(r"[^\W\d_]+", re.sub(r"['’]s\b", "", sample.lower())))
    total = words.total()
    if total < 12:
        return hint
    if total < 60:  # one letter alone says little: "a" is a small word of five languages
        words = Counter({word: count for word, count in words.items() if len(word) > 1})
    scores = {
        language: sum(words[word] for word in set(listed.split())) / total
        for language, listed in SMALL_WORDS.items()
    }
    ranked = sorted(scores, key=lambda language: -scores[language])
    best = scores[ranked[0]]
    if best < 0.1 or (hint and hint not in scores):
        return hint or (ranked[0] if best >= 0.1 else None)
    if hint in scores and scores[hint] > 0.8 * best:
        return hint
    return ranked[0]


def _primary(declared: str | None) -> str | None:
    if not declared or not TAG.match(declared.strip()):
        return None
    tag = declared.strip().replace("_", "-").lower()
    primary = tag.split("-")[0]
    if primary == "zh":
        traditional = any(part in tag.split("-") for part in ("hant", "tw", "hk", "mo"))
        return "zh-Hant" if traditional else "zh-Hans"
    return {"nb": "no", "nn": "no", "iw": "he"}.get(primary, primary)


def _variety(language: str, sample: str, hint: str | None, declared: str | None) -> str:
    if language == "zh":
        traditional = sum(letter in TRADITIONAL for letter in sample)
        simplified = sum(letter in SIMPLIFIED for letter in sample)
        if traditional == simplified:
            return hint if hint and hint.startswith("zh") and declared else "zh"
        return "zh-Hant" if traditional > simplified else "zh-Hans"
    if language == "ru":
        if re.search(r"[іїєґ]", sample) and not re.search(r"[ыэъ]", sample):
            return "uk"
        return hint if hint in ("bg", "sr", "mk", "be", "kk") else "ru"
    if language == "ar" and hint in ("fa", "ur"):
        return hint
    return language
