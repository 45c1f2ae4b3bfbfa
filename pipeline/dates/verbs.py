"""Hold the verbs that tell tense; tables only."""

from pipeline.dates.words import word_set

# The date after these lies ahead.
AHEAD = word_set(
    """will shall upcoming scheduled planning expects expect expected due slated
    intends intend hopes hoping would payable must should can may could might tentatively
    poised anticipated going aims planned promises"""
)
MODALS = word_set("will shall would must should can may could might wo ll")
# The present tense of timetables: "the court meets Tuesday".
TIMETABLE = word_set(
    """begins starts ends opens meets expires airs arrives resumes votes convenes matures reopens
    premieres hosts leaves launches kicks goes go takes runs continues lasts returns arrives departs
    holds sits faces decides reports comes releases"""
)
# The same of more than one, and of no noun: "envoys meet Friday".
FINITE = word_set(
    """begin meet resume expire convene arrive return hold leave sit reopen decide depart gather
    come become reconvene"""
)
# These are nouns as well; after a plural they are verbs: "car makers report Friday".
NOUN_OR_FINITE = word_set(
    "open report vote start end close visit release play travel speak host run"
)
NO_PLURALS = word_set("is was has its his this does as us")
PAST_HELPERS = word_set(
    """did didn has hasn have haven had hadn made make makes let lets saw helped watched was were
    got been not never kept"""
)
BEHIND = word_set(
    """said told was were had did has have went came made took gave got found left met held began
    fell rose wrote won lost sent spoke saw ran paid sold bought kept felt led stood brought thought
    became broke chose drew drove fought flew grew hit heard knew laid meant read rode sought shot
    shut slid shook sank spent spread struck taught threw understood withdrew cut quit built
    caught dealt drank ate forgot forgave froze hung hurt lent lit rang swept swore tore woke wore
    died tied used sued cited fired fled
    beat bore bound bred burst cast clung crept dug fed forbade foresaw hid overcame overtook pled
    shed shone shrank slept sped spun sprang stole stuck stung swam swung undertook upheld wept"""
)
NOT_VERBS = word_set(
    """united limited hundred need indeed unprecedented based speed agreed-upon supposed unlimited
    related detailed so-called crowded wounded"""
)
# "is considering Tuesday's offer": these go on now and date nothing ahead.
UNTIL_THEN = word_set("considering studying reviewing investigating saying being doing trying")
# "refused to answer Tuesday": what follows was not done, and its day has passed.
TURNED_DOWN = word_set(
    "refused failed began started had tried used continued managed helped declined forced met"
)
BASE_FORMS = word_set(
    """be meet vote begin start hold make take open close return leave visit announce decide
    discuss sign consider report release launch hear appear testify speak arrive go come send pay
    sell buy move attend give face resume continue end finish complete reach address travel play
    fight run stand move submit file present present unveil publish introduce issue raise cut join
    become have see receive get deliver host convene debate pass rule enter expire retire step
    resign quit depart land fly reopen withdraw pull stop pause suspend replace hand serve
    change review set lift ship expand build trade list offer act elect choose name"""
)
