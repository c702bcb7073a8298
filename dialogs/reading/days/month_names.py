"""The names of months in the languages of those who treat infants: in small letters, without accents.

They serve to find a date in a text, never to read one.
"""

ENGLISH = "january february march april june july august september october november december"
_SHORT = "jan feb febr mar apr jun jul aug sep sept oct nov dec"
_SLIPS = "febuary feburary januray agust septembre setember"
_GERMAN = "januar janner februar feber marz maerz mai juni juli oktober dezember okt dez mrz"
_DUTCH = "januari februari maart mei augustus mrt"
_NORTHERN = "marts mars maj desember augusti"
_FRENCH = "janvier fevrier avril juin juillet aout octobre novembre decembre janv fevr avr juil"
_SPANISH = (
    "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre ene abr dic"
)
_ITALIAN = "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre genn ott giu lug"
_PORTUGUESE = "janeiro fevereiro marco maio junho julho setembro outubro novembro dezembro fev"
_POLISH = (
    "styczen luty marzec kwiecien czerwiec lipiec sierpien wrzesien pazdziernik listopad grudzien stycznia lutego marca"
    " kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia"
)
_CZECH = "ledna unora brezna dubna kvetna cervna cervence srpna zari rijna listopadu prosince"
_HUNGARIAN = "majus junius julius augusztus szeptember marcius aprilis"
_TURKISH = "ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik"
_RUSSIAN = (
    "январь февраль март апрель маи июнь июль август сентябрь октябрь ноябрь декабрь января февраля марта апреля мая"
    " июня июля августа сентября октября ноября декабря"
)
_ARABIC = "يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر"
_FINNISH = r"(?:tammi|helmi|maalis|huhti|touko|kesa|heina|elo|syys|loka|marras|joulu)kuu(?:n|ta|ssa)?"

_LISTED = (
    ENGLISH, _SHORT, _SLIPS, _GERMAN, _DUTCH, _NORTHERN, _FRENCH, _SPANISH, _ITALIAN, _PORTUGUESE, _POLISH, _CZECH,
    _HUNGARIAN, _TURKISH, _RUSSIAN, _ARABIC,
)  # fmt: skip

_MAY = "may(?! (?:also|be|become|get|give|have|include|need|not|or|still))"

MONTH_NAME = "|".join([*sorted({name for names in _LISTED for name in names.split()}, reverse=True), _FINNISH, _MAY])
"""A pattern: a month by its name, the longest first. 'May' may be a verb."""
MONTH_STEM = (
    r"(?:jan|feb|f[ée]v|m[äa]r|mrt|apr|avr|abr|ma[iy]|mei|mag|ju[nil]|giu|lug|ao[ûu]t|ago|aug|se[pt]|"
    r"o[kct]t|nov|d[ei][zc]|d[ée]c|ene|gen)"
    r"[^\W\d_]*"
)
"""A pattern: a word that begins as a month does, with its accents."""
