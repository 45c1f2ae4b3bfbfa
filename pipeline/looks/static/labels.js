// Datasette's own forms have fields without a name; who hears the page must know them too.
const NAMES = [
  ["select[name^='_filter_column']", "Column"],
  ["select[name^='_filter_op']", "Comparison"],
  ["input.filter-value, input[name^='_filter_value']", "Value"],
  ["textarea, .cm-content", "SQL"],
];
function nameFields() {
  for (const [fields, name] of NAMES) {
    for (const field of document.querySelectorAll(fields)) {
      if (!field.getAttribute("aria-label")) field.setAttribute("aria-label", name);
    }
  }
}
// The editor of queries makes its field, and a filter another row, long after the page is there.
new MutationObserver(nameFields).observe(document, { childList: true, subtree: true });
