"""List the English words that any law's texts use alike: saying, doubting, urging, referring."""


def word_set(text: str) -> frozenset[str]:
    """Return the words of a table written as running text."""
    return frozenset(text.split())


SAY = word_set(
    """
    say restate announce tell state confirm declare explain add report write reveal tweet insist
    stress inform note disclose reiterate post claim argue reply answer respond notify
    acknowledge admit show vow promise pledge assure comment repeat underline publish maintain
    decide blog email advise emphasise emphasize recall point communicate issue indicate
    signal outline describe learn understand see find mention assert affirm concede warn sa
    put make commit agree
    """
)
DENY = {
    "deny",
    "dispute",
    "refute",
    "reject",
    "dismiss",
    "doubt",
    "contest",
    "rebut",
    "disprove",
    "debunk",
}
URGE = word_set(
    """
    urge ask call order require force press want demand request allow invite beg compel
    pressure push lobby implore oblige let encourage advise expect appeal petition permit
    enable empower instruct challenge task prompt need help
    """
)
UNREAL = word_set(
    """
    consider contemplate threaten mull ponder warn fear hope wonder suggest recommend propose
    debate discuss explore risk want wish doubt imagine speculate predict rumour rumor think
    believe mean ask question weigh fail prefer like love hesitate bet assume expect prevent
    avoid ban bar forbid suppose pretend decline guess dare object
    """
)
BLAME = word_set(
    """
    criticise criticize attack blame praise condemn slam commend thank rebuke hail applaud
    denounce chide lambast lambaste fault credit scold censure pillory mock shame fine
    """
)
# What makes a company act when the subject is no person but a law, a fear, a decision.
DRIVE = word_set("force prompt lead cause push drive compel oblige induce persuade")
DUTIES = {"require", "need", "demand", "expect", "want", "insist", "ask", "oblige"}
ANNOUNCE_NOUNS = word_set(
    """
    decision plan move vow policy announcement promise pledge statement intention commitment
    step choice practice position stance measure advertisement advert ad petition letter poster
    """
)
ENACT = SAY | word_set(
    """
    impose introduce take adopt begin start extend have order institute implement enforce
    apply join put make lift keep place call do maintain effect complete finish give carry set
    uphold voice express offer lend pledge throw sign plan prepare consider undertake conduct
    follow go be announce declare enter bring see await carry have give use hold keep run publish
    """
)
SPEAKERS = word_set(
    """
    spokesperson spokesman spokeswoman representative head chief executive statement memo blog
    post email report ceo founder president director manager official lawyer counsel note
    letter notice page website tweet rep boss chairman chairwoman officer management team
    source announcement disclosure spokespeople company firm co-founder staff newsroom office
    department parent owner board publisher unit subsidiary developer maker operator provider
    engineer vice editor
    """
)
COMPANY_NOUNS = word_set(
    """
    company firm corporation corporate app service platform group giant business provider
    operator network messenger website site carrier broadcaster publisher newspaper lender
    bank maker developer outlet enterprise organisation organization titan startup start-up
    vendor portal paper conglomerate brand player household multinational behemoth unit
    subsidiary host tool engine software owner parent non-profit nonprofit foundation insurer
    retailer rival peer competitor heavyweight powerhouse
    """
)
# A company's name in front of one of these is not the company acting.
NOT_THE_ACTOR = word_set(
    """
    user users post posts account accounts page shares share rival rivals customer customers
    critic critics store channel group groups feed call calls meeting message messages thread
    ban stock investor investors employee employees video videos phone phones data profile
    subscriber subscribers request requests bot analyst analysts economist economists
    strategist strategists union unions survey surveys poll polls
    """
)
QUANTITIES = word_set(
    """
    both all two three four five each some others pair duo trio former latter neither none
    """
)
MEDIUM = {"on", "via", "through", "using", "over", "onto"}
OTHERS = word_set(
    """
    police critic activist lawyer user minister official secretary leader analyst watchdog
    regulator department ministry lawmaker resident people coalition government authority
    campaigner protester expert researcher union court judge office bureau commissioner
    administration officer chief politician academic student reporter journalist investor
    """
)
