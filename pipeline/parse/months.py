"""Know the names of the months in the languages that pages are written in."""

import unicodedata
from functools import lru_cache

# Genitives and abbreviations beside the names. Where two languages disagree (listopad is
# November in Polish and Czech, October in Croatian) the one that more outlets write in has it.
NAMES = """
1 january jan januar jänner jaenner januari janvier janv enero ene gennaio gen genn janeiro
1 stycznia styczeń sty ledna leden januára január января январь янв січня ocak oca tammikuuta
1 tammikuu ianuarie ian ιανουαρίου ιαν siječnja januarja gener jaanuar януари јануар يناير
2 february feb februar feber februari février fevrier févr fevr fév fev febrero febbraio febbr
2 fevereiro lutego luty lut února unor únor februára február февраля февраль фев февр лютого
2 şubat şub helmikuuta helmikuu februarie φεβρουαρίου φεβ veljače februarja febrer veebruar
2 февруари фебруар فبراير
3 march mar märz maerz mär mrz maart mrt mars marzo março marco marca marzec března březen
3 marec марта март мар березня mart maaliskuuta maaliskuu martie március márc μαρτίου μαρ
3 ožujka marts març märts maret مارس
4 april apr avril avr abril abr aprile aprilie kwietnia kwiecień kwi dubna duben apríla apríl
4 апреля апрель апр квітня nisan nis huhtikuuta huhtikuu április ápr απριλίου απρ travnja
4 aprila aprill април أبريل
5 may mai mei mayo maggio mag maio maja maj května květen kvetna máj mája мая май травня
5 mayıs toukokuuta toukokuu május máj μαΐου μαϊ svibnja maig мај مايو
6 june jun juni juin junio giugno giu junho czerwca czerwiec cze června červen júna jún июня
6 июнь июн червня haziran haz kesäkuuta kesäkuu iunie június jún ιουνίου ιουν lipnja juny
6 juuni юни јун يونيو
7 july jul juli juillet juil julio luglio lug julho lipca lipiec lip července červenec júla júl
7 июля июль июл липня temmuz tem heinäkuuta heinäkuu iulie július júl ιουλίου ιουλ srpnja
7 juliol juuli юли јул julij julija يوليو
8 august aug augustus août aout agosto ago agustus sierpnia sierpień sie srpna srpen augusta
8 августа август авг серпня ağustos ağu elokuuta elokuu augusztus αυγούστου αυγ kolovoza
8 agost avgust avgusta أغسطس
9 september sept sep septembre septiembre setiembre settembre sett set setembro września
9 wrzesień wrz září zari septembra сентября сентябрь сен сент вересня eylül eyl syyskuuta
9 syyskuu septembrie szeptember szept σεπτεμβρίου σεπ rujna setembre септември септембар سبتمبر
10 october oct octobre oktober okt octubre ottobre ott outubro out października październik paź
10 října říjen októbra október октября октябрь окт жовтня ekim eki lokakuuta lokakuu octombrie
10 οκτωβρίου οκτ oktobra oktoober октомври октобар أكتوبر
11 november nov novembre noviembre novembro listopada listopad lis listopadu novembra ноября
11 ноябрь ноя нояб листопада kasım kas marraskuuta marraskuu noiembrie νοεμβρίου νοε studenoga
11 studenog ноември новембар نوفمبر
12 december dec décembre déc decembre diciembre dic dicembre dezembro dez dezember grudnia
12 grudzień gru prosince prosinec decembra декабря декабрь дек грудня aralık ara joulukuuta
12 joulukuu decembrie δεκεμβρίου δεκ prosinca desember des desembre detsember декември ديسمبر
"""


def fold(word: str) -> str:
    """Lower a word and take its accents off, the Turkish dotless i included."""
    bare = unicodedata.normalize("NFKD", word.replace("ı", "i").replace("İ", "i"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).casefold()


@lru_cache(maxsize=1)
def _numbers() -> dict[str, int]:
    lines = (line.split() for line in NAMES.strip().splitlines())
    return {fold(name): int(number) for number, *names in lines for name in names}


@lru_cache(maxsize=4096)
def month_number(word: str) -> int | None:
    """Say which month a word names, 1 to 12, or None."""
    return _numbers().get(fold(word))
