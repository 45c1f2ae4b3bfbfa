"""Hold the verbs that tell tense; tables only."""

from pipeline.dates.words import word_set

# The date after these lies ahead.
AHEAD = word_set(
    """if unless will shall upcoming scheduled planning expects expect expected due slated intends
    intend hopes hoping would payable must should can may could might tentatively poised
    anticipated going aims planned promises likely unlikely doubtful don't doesn't won't can't
    shouldn't wouldn't"""
)
MODALS = word_set("will shall would must should can may could might won't wouldn't can't")
# The present tense of timetables: "the court meets Tuesday".
TIMETABLE = word_set(
    """begins starts ends opens meets expires airs arrives resumes votes convenes matures reopens
    premieres hosts leaves launches kicks goes go takes runs continues lasts returns arrives
    departs sits faces decides reports comes releases plays visits travels appears speaks
    receives resigns chooses elects signs announces publishes introduces delivers retires enters
    withdraws replaces flies becomes reaches attends submits unveils completes defends brings
    hears pays joins testifies sails waits stops"""
)
# The same of more than one, and of no noun: "envoys meet Friday".
FINITE = word_set(
    """begin meet resume expire convene arrive return hold leave sit reopen decide depart gather
    come become reconvene choose elect"""
)
# These are nouns as well; after a plural they are verbs: "car makers report Friday".
NOUN_OR_FINITE = word_set(
    "open report vote start end close visit release play travel speak host run"
)
NO_PLURALS = word_set("is was has its his this does as us")
PAST_HELPERS = word_set(
    """did didn't has hasn't have haven't had hadn't made make makes let lets saw helped watched
    was wasn't were weren't got been never kept couldn't"""
)
BEHIND = word_set(
    """didn't wasn't weren't hadn't hasn't haven't couldn't said told was were had did has have
    went came made took gave got found left met held began fell rose wrote won lost sent spoke
    saw ran paid sold bought kept felt led stood brought thought became broke chose drew drove
    fought flew grew hit heard knew laid meant read rode sought shot shut slid shook sank spent
    spread struck taught threw understood withdrew cut quit built caught dealt drank ate forgot
    forgave froze hung hurt lent lit rang swept swore tore woke wore died tied used sued cited
    fired fled beat bore bound bred burst cast clung crept dug fed forbade foresaw hid overcame
    overtook pled flown begun seen shown given taken written thrown spoken chosen broken stolen
    driven gone done drawn grown worn torn sworn beaten hidden fallen risen shaken undertaken
    forgotten shed shone shrank slept sped spun sprang stole stuck stung swam swung undertook
    upheld wept"""
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
# "would not comment Wednesday" tells what was not said that day.
SAYING = word_set(
    """comment say discuss confirm elaborate identify name specify speculate disclose answer explain
    reveal predict rule"""
)
BASE_FORMS = word_set(
    """be meet vote begin start hold make take open close return leave visit announce decide
    discuss sign consider report release launch hear appear testify speak arrive go come send
    pay sell buy move attend give face resume continue end finish complete reach address travel
    play fight run stand submit file present unveil publish introduce issue raise cut join
    become have see receive get deliver host convene debate pass rule enter expire retire step
    resign quit depart land fly reopen withdraw pull stop pause suspend replace hand serve
    change review set lift ship expand build trade list offer act elect choose name ask bring
    let try seek call win kill die arrest charge free fire drop beat help prove tell know find
    look learn keep lead lay add allow agree appeal apply approve attack ban bar block carry
    cast celebrate challenge check claim collect compete conduct confirm cover create deal
    defend demand deploy destroy drive file fill fix gather grant hit hire implement impose
    increase inspect interview install invade kick limit lobby lose maintain march mark mourn
    negotiate observe operate order park perform plead post practice press propose protest
    provide push put question read rebuild reject reduce repeat repair require rest restore
    reveal roll sail say search settle share shoot show sing sleep sit slow spend split stay
    strike study sue surrender talk test turn undergo use urge wait walk warn watch wear work
    write"""
)
# Whoever does one of these "to" do something has it ahead.
BEFORE_TO = word_set(
    """is are was were plans plan wants want hopes hope ready likely set about vows due agrees
    agreed seeks needs has promised vowed threatened hoped wanted asked urged invited prepared
    threatens intends intended expects expected scheduled decided ordered required able"""
)
