"""List the words of a page's furniture: a line of nothing but these says nothing.

Each family has words that must stand (a pattern) and all words that may stand beside them. One
word from elsewhere, "not" or a name, and the line is kept as a statement.
"""

DATE_WORDS = """
january february march april may june july august september october november december jan feb
mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday
sunday mon tue tues wed thu thur thurs fri sat sun am pm a.m p.m utc gmt est edt cst cdt mst mdt
pst pdt bst cet cest hkt sgt jst local time at on st nd rd th of 年 月 日 号 號 星期 周 週 一 二
三 四 五 六 上午 下午
"""
AGO = """
ago just now today yesterday day days hour hours minute minutes second seconds week weeks month
months year years about an a 前 天 小时 小時 分钟 分鐘 秒 昨天 今天 刚刚 剛剛
"""
UPDATED = (
    r"^\d+ \w+ ago$|\b(?:review|publication) date\b"
    r"|\b(?:updated?|modified|reviewed|revised|edited|published|posted)\b|更新|修改|修订|修訂|发布"
    r"|發佈|發布",
    """
    review publication by admin last latest most recently updated update modified reviewed
    revised edited published posted date page article this the was is were content contents
    document web website site policy statement time as and first 最后 最後 上次 最近 更新 修改
    修订 修訂 发布 發佈 發布 本 此 页面 頁面 网页 網頁 页 頁 文章 于 於 时间 時間 日期 政策 声明
    聲明 内容 內容 的 在 了 为 為
    """
    + DATE_WORDS
    + AGO,
)
TODAY = (
    r"\b(?:today|current date|local time)\b|今天|现在|現在",
    "today is current date it the 今天是 现在 現在 是 时间 時間" + DATE_WORDS,
)
COUNTED = (
    r"^(?:likes?|comments?|shares?|views?|replies) ?\(? ?\d|"
    r"\d[\d.,]* ?[km万萬]?\+? ?(?:page )?(?:views?|shares?|likes?|comments?|reads?|followers?"
    r"|subscribers?|visitors?"
    r"|visits?|reactions?|retweets?|upvotes?|replies|readers?|articles|stories|posts"
    r"|people (?:are )?(?:reading|viewing|viewed|like))\b"
    r"|\b(?:views|shares|likes|comments|reads|followers|visits|page views|viewed|visitors):? \d"
    r"|(?:浏览|瀏覽|阅读|閱讀|点击|點擊|观看|觀看|评论|評論|留言|点赞|按讚|讚|赞|分享|转发|轉發"
    r"|收藏|访问|訪問)(?:次数|次數|量|数|數|人次)?[::]? ?\d"
    r"|\d[\d.,]* ?[万萬]? ?(?:次|人次|人|則|则|条|條|个|個)? ?(?:浏览|瀏覽|阅读|閱讀|点击|點擊"
    r"|观看|觀看|评论|評論|留言|点赞|讚|赞|分享|转发|轉發|收藏|访问|訪問|篇文章)",
    """
    view views viewed share shares like likes comment comments read reads reader readers
    follower followers subscriber subscribers visitor visitors visit visits reaction reactions
    retweet retweets upvote upvotes reply replies articles stories posts section category page
    times time this article post has have been so far in total all and by k m people are reading
    viewing we there our the help center centre library knowledge base hub newsroom blog now
    currently as of more than over online 浏览 瀏覽 阅读 閱讀 点击 點擊 观看 觀看 评论 評論 留言
    点赞 按讚 讚 赞 分享 转发 轉發 收藏 访问 訪問 次数 次數 次 量 数 數 人次 人 已 共 有 万 萬
    条 條 则 則 个 個 篇 文章 我们 我們 截至 目前 现有 現有
    """
    + DATE_WORDS,
)
READING = (
    r"\bmin(?:ute)?s?\.? (?:to )?read\b|\bread(?:ing)? time\b|\bestimated read\b"
    r"|\blisten to this article\b"
    r"|阅读时间|閱讀時間|预计阅读|預計閱讀",
    """
    listen this article min mins minute minutes to read reading time estimated approx approximately
    about less than a sec seconds of listen 阅读 閱讀 时间 時間 预计 預計 约 約 大约 大約 需
    分钟 分鐘
    """,
)
HELPFUL = (
    r"\b(?:helpful|useful|feedback|rate this)\b|\bdid (?:this|we) (?:answer|solve)\b|有帮助"
    r"|有幫助|有用"
    r"|反馈|反饋|回饋|意見",
    """
    共 was is were this page article answer information content helpful useful feedback did you
    we find found yes no thank thanks for your it of out people person users readers voted votes
    that how very not at all send give leave provide us about rate let know what think question
    solve problem 本文 本页 本頁 此页 此頁 这 這 篇 文章 内容 內容 页面 頁面 资讯 資訊 信息 对
    對 您 你 面 是否 吗 嗎 是 否 人 认为 認為 觉得 覺得 中 有 位 感谢 感謝 谢谢 謝謝 的 个 個
    有帮助 有幫助 有用 反馈 反饋 回饋 意見
    """,
)
SHARED = (
    r"^(?:share|tweet|print|follow us|email this|copy link|copy url|link copied)\b"
    r"|分享到|分享至|分享本文|复制链接|複製連結|打印本|列印本|关注我们|追蹤我們",
    """
    and share shared tweet print follow us this page article post story link url on via by to
    the email e mail copy copied save bookmark facebook twitter x linkedin whatsapp telegram
    reddit weibo wechat line pinterest instagram youtube messenger tiktok threads mastodon
    bluesky rss k m pdf 分享 到 至 本文 本页 本頁 复制 複製 链接 連結 打印 列印 关注 追蹤 我们
    我們 微信 微博 朋友圈 脸书 臉書
    """,
)
NEWSLETTER = (
    r"\b(?:newsletters?|inbox|mailing list|subscribe|sign up|join [\d,]+|enter your e-?mail"
    r"|get the latest)\b"
    r"|订阅|訂閱|电子报|電子報",
    """
    subscribers readers others subscribe subscribed sign up signing to for our the newsletter
    newsletters get receive latest news updates update stories by email emails e mail address
    your enter weekly daily monthly delivered straight directly into in inbox mailing list join
    stay informed never miss an a story and be first know unsubscribe at any time newsroom blog
    alerts it now with from us today 订阅 訂閱 电子报 電子報 我们 我們 的 最新 消息 通讯 通訊
    邮件 郵件 电邮 電郵 电子 電子 地址 输入 輸入 您 你 请 請 立即 即可 获取 獲取 收取
    """,
)
CHAT = (
    r"\b(?:chat|how can we help|need (?:more )?help|have a question|start a conversation)\b"
    r"|在线客服|線上客服|联系客服|聯絡客服|需要帮助|需要幫助",
    """
    chat with us now live agent an a start conversation need more help how can we you today are
    re online offline our team typically usually replies reply in within minutes minute a few hi
    hello there question questions have ask still contact support get touch here to or the bot
    assistant 在线 線上 客服 联系 聯絡 需要 帮助 幫助 吗 嗎 您 你 我们 我們 有 什么 什麼 可以 能
    为 為
    """,
)
COOKIES = (
    r"cookie|\byour (?:preferences|choices|consent)\b",
    """
    store information device access cookie cookies we our us partners partner third party
    parties trusted select certain measure relevant them use uses using used this the that site
    website sites websites and or other similar technologies technology to give you your best
    possible better good experience experiences improve enhance ensure provide offer personalise
    personalize personalised personalized analyse analyze traffic content ads advertising by
    continuing continue browse browsing agree consent accept accepting all reject decline
    essential necessary only optional manage preferences settings notice policy banner learn
    more find out about read in a of for on is are some which these click clicking button visit
    visiting ok got it yes thanks i choices choose allow can change at any time see how
    understand usage remember user close dismiss 我们 我們 使用 本 网站 網站 来 來 以 改善 提升
    提供 您 你 的 体验 體驗 浏览 瀏覽 继续 繼續 即 表示 同意 接受 拒绝 拒絕 全部 所有 设置 設定
    设定 管理 及 和 并 並 最佳 用户 使用者 分析 流量 内容 內容 广告 廣告 了解 更多 政策 偏好
    """,
)
MAINTENANCE = (
    r"\b(?:maintenance|for any inconvenience)\b|维护|維護",
    """
    maintenance we our the this site website page pages service services system systems portal
    help center centre will be is are being undergoing under scheduled planned routine
    unavailable down offline briefly temporarily may might not available for some during period
    time inconvenience apologise apologize apologies sorry any caused thank thanks you your
    patience and between from to until about minutes hours hour perform performing carry out
    notice due short a an of window 系统 系統 网站 網站 本站 将 將 于 於 至 进行 進行 例行 定期
    计划 計劃 期间 期間 可能 无法 無法 访问 訪問 使用 敬请 敬請 见谅 見諒 谅解 諒解 不便 造成
    带来 感谢 感謝 您 的 耐心 如有 部分 维护 維護 时 時
    """
    + DATE_WORDS,
)
SESSION = (
    r"\b(?:session|signed in|logged in|request id|article id|trace id|correlation id|ray id"
    r"|build)\b|会话"
    r"|會話|工作階段",
    """
    article session sessions id is expires expire expired in minutes minute seconds your will
    has have timed out timeout time sign log again to continue please request trace correlation
    ray ref build you are signed logged as guest not left remaining been of for 会话 會話
    工作階段 将 將 已 在 后 後 过期 過期 分钟 分鐘 秒 请 請 重新 登录 登入 编号 編號
    """,
)
PAGES = (
    r"\bpage \d+ of \d+|\b(?:previous|prev|next|older|newer)\b|\bshowing \d|^1 2 3|第 ?\d+ ?[页頁]"
    r"|[上下]一[页頁篇]",
    """
    page of next previous prev older newer posts post articles article entries first last
    results showing to go newest oldest 第 页 頁 共 上一 下一 篇 首 末
    """,
)
LANGUAGES = (
    r"\b(?:languages?|english|deutsch|español|français|italiano|português|bahasa|türkçe)\b|日本語"
    r"|한국어"
    r"|中文|繁體|繁体|简体|簡體|语言|語言",
    """
    language languages select choose change your switch english us uk deutsch español français
    italiano português brasil nederlands polski svenska dansk norsk suomi türkçe bahasa
    indonesia melayu tiếng việt русский العربية ไทย हिन्दी 日本語 한국어 中文 繁體 繁体 简体
    簡體 语言 語言 选择 選擇 香港 台灣 台湾 中国 中國
    """,
)
FAMILIES = (
    UPDATED,
    TODAY,
    COUNTED,
    READING,
    HELPFUL,
    SHARED,
    NEWSLETTER,
    CHAT,
    COOKIES,
    MAINTENANCE,
    SESSION,
    PAGES,
    LANGUAGES,
)
NUMBERED = (UPDATED, COUNTED)  # these say nothing only when a number or a time stands in them
LINES = """
skip to main content|skip to content|skip navigation|back to top|top|menu|main menu|open menu
|close menu|close|search|toggle navigation|sign in|sign out|log in|login|log out|register
|sign up|create account|read more|read less|learn more|show more|show less|see more|view all
|see all|more|expand all|collapse all|print|print this page|in this article|on this page
|table of contents|loading|download pdf|jump to section|trending now|sign in to your account
|we value your privacy|opens in new window|advertisement|sponsored|home|you are here
|accessibility|welcome, guest|welcome guest|hello, guest|share|share this|tweet|comments
|leave a comment|no comments|be the first to comment|all rights reserved|follow us|yes no
|yes / no|yes/no|accept|accept all|reject all|decline|dismiss|got it|manage preferences
|privacy settings|submit|cancel|go|ok|feedback|listen|listen to this article
|javascript is disabled|please enable javascript|opens in a new window|opens in new tab
|external link|首页|首頁|主页|主頁|菜单|菜單|選單|搜索|搜尋|登录|登錄|登入|登出|注册|註冊
|阅读全文|閱讀全文|发表评论|發表評論|返回|返回顶部|返回頂部|回到顶部|回到頂部|更多|了解更多
|阅读更多|閱讀更多|跳至主要内容|跳至主要內容|跳到主要內容|跳到主要内容|关闭|關閉|展开|展開|收起
|目录|目錄|分享|打印|列印|接受|全部接受|是 否|廣告|广告|載入中|加载中|聯絡我們|联系我们
"""
RELATED = """
related articles|related|related links|related content|related posts|related stories
|related news|related topics|related pages|related resources|related reading|you may also like
|you might also like|also read|read next|up next|further reading|more from us|more articles
|more stories|more news|more from the newsroom|recent posts|recent articles|recent news
|latest news|latest posts|latest articles|latest stories|popular articles|popular posts
|most read|most viewed|most popular|trending|trending now|recommended|recommended for you
|recommended reading|recommended articles|people also read|others also viewed|see also
|what others are reading|recently viewed articles|recently viewed|相关文章|相關文章|相关链接
|相關連結|相关内容|相關內容|推荐阅读|推薦閱讀|热门文章|熱門文章|最新消息|最新文章|延伸閱讀
|延伸阅读|猜你喜欢|最近文章|你可能也喜歡|您可能也感兴趣
"""
