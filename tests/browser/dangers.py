"""Search a page for what could run or lead away, though nothing did yet."""

# What it is, and where it leads. An address that no browser understands leads nowhere.
DANGERS = r"""() => {
  const safe = [location.protocol, "http:", "https:"];
  const leads = {href: 1, "xlink:href": 1, src: 1, action: 1, formaction: 1, poster: 1, data: 1};
  const found = [];
  for (const each of document.querySelectorAll("*")) {
    if (/^(iframe|object|embed|base|math|marquee|template)$/i.test(each.tagName))
      found.push(each.tagName);
    if (each.tagName == "META" && /refresh/i.test(each.httpEquiv)) found.push("META refresh");
    for (const {name, value} of each.attributes) {
      const place = name in leads && URL.parse(value, location);
      if (/^on/i.test(name) || place && !safe.includes(place.protocol))
        found.push(`${each.tagName} ${name}=${value.slice(0, 60)}`);
    }
  }
  return found;
}"""
# A link out may not tell where it was clicked, nor lend our good name.
BARE_LINKS = """() => [...document.querySelectorAll("a[href]")]
  .filter(each => each.host != location.host && each.rel != "noopener noreferrer nofollow")
  .map(each => each.href.slice(0, 100))"""
