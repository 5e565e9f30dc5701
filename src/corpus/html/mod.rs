//! Web pages: the article in one, as text, and what its markup says of it.

mod json_ld;
mod metadata;
mod parse;
mod text;

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use self::{
    parse::{parse, words_without_tree},
    text::text_of,
};
use crate::{corpus::known::Fill, domain::Known};

/// The most elements of a page that its main text is looked for in: beyond that the search would take too long, and all of its text is taken.
const MAX_ELEMENTS: usize = 50_000;

/// The least text that is taken for a page's article, in bytes. Below it, all of the page's text is taken.
const LEAST_TEXT: usize = 140;

/// Parts of a page that are no text, or none of its author.
const FURNITURE: &str = "script, style, noscript, template, svg, nav, footer, form, iframe, select, button, [hidden], [aria-hidden=true]";

/// What was found in a page.
#[derive(Debug, Default)]
pub struct Page {
    /// What its markup says of it.
    pub known: Known,
    /// The article: the headline first, paragraphs with blank lines between them; headings, captions and entries of lists on lines of their
    /// own.
    pub text: String,
}

/// Finds the article in a page. `title` is its headline, where that is known from elsewhere.
#[must_use]
pub fn read(html: &str, title: Option<&str>) -> Page {
    let Some(document) = parse(html) else {
        // No real page is nested that deeply or is that large.
        return Page { known: Known::default(), text: words_without_tree(html) };
    };
    let mut known = metadata::read(&document);
    let whole = || {
        let whole = document.clone();
        whole.select(FURNITURE).remove();
        text_of(&whole.body().unwrap_or_else(|| whole.root()))
    };
    let (mut body, byline) = main_text(document.clone()).unwrap_or_default();
    known.fill_authors(names(&byline));
    if body.len() < LEAST_TEXT {
        body = Some(whole()).filter(|all| !all.is_empty()).unwrap_or(body);
    }
    Page { text: with_title(title.or(known.title.as_deref()), body), known }
}

/// The main text by Mozilla's Readability, and the byline that it has taken out of it.
fn main_text(document: Document) -> Option<(String, String)> {
    let config = Config { max_elements_to_parse: MAX_ELEMENTS, disable_json_ld: true, keep_classes: true, ..Config::default() };
    let mut readability = Readability::with_document(document, None, Some(config)).ok()?;
    let byline = readability.parse().ok()?.byline.unwrap_or_default();
    // The tree as it was left: to parse its HTML again would take a time that grows with the square of its entities.
    let found = readability.doc.select_single("#readability-page-1");
    Some((text_of(found.nodes().first()?), byline))
}

/// The names in a byline that is nothing but names: `By Ada Finch and Bo Tarn`.
fn names(byline: &str) -> Vec<&str> {
    let names = byline.trim();
    let names = ["By ", "by ", "BY "].iter().find_map(|by| names.strip_prefix(by)).unwrap_or(names);
    let names: Vec<&str> = names.split([',', ';']).flat_map(|part| part.split(" and ")).map(str::trim).collect();
    let is_name = |name: &&str| (2..=4).contains(&name.split_whitespace().count()) && !name.contains(|c: char| c.is_numeric() || c == ':');
    if names.iter().all(is_name) { names } else { Vec::new() }
}

/// Puts the headline before the text, unless the text has it: it is part of the article, and may quote somebody.
fn with_title(title: Option<&str>, body: String) -> String {
    let Some(title) = title else { return body };
    let begins = body.lines().take(5).any(|line| line.trim() == title);
    if begins || body.is_empty() { body } else { format!("{title}\n\n{body}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, text: &str) {
        assert_eq!(read(html, None).text, text, "{html}");
    }

    /// A paragraph that is long enough to be taken for one.
    fn paragraph(subject: &str) -> String {
        format!(
            "{subject} came back to the harbour on Monday, and everybody who lives along the quay could hear it, from the mole to the mill."
        )
    }

    #[test]
    fn the_article_is_found_among_the_furniture() {
        let (gulls, terns, skuas) = (paragraph("The gulls"), paragraph("The terns"), paragraph("The skuas"));
        let html = format!(
            "<!doctype html><title>Gulls return</title><body><nav><ul><li><a href=/>Home</a><li><a href=/b>Birds</a></ul></nav>
             <article><h1>Gulls return</h1><p>{gulls}</p><h2>Terns too</h2><p>{terns}<figure><img src=a.jpg><figcaption>A tern, \
             asleep.</figcaption></figure><ul><li>One gull<li>Two terns</ul><p>{skuas}</p></article>
             <footer><a href=/imprint>Imprint</a> All rights reserved.</footer><script>track('x')</script>"
        );
        check(&html, &format!("Gulls return\n\n{gulls}\n\nTerns too\n\n{terns}\n\nA tern, asleep.\n\nOne gull\nTwo terns\n\n{skuas}"));
    }

    #[test]
    fn a_byline_that_is_taken_out_of_the_text_is_not_lost() {
        let authors = |byline: &str| {
            let (gulls, terns) = (paragraph("The gulls"), paragraph("The terns"));
            let html = format!("<article><h1>Gulls return</h1><div class=byline>{byline}</div><p>{gulls}<p>{terns}<p>{gulls}</article>");
            let page = read(&html, None);
            assert!(!page.text.contains("Ada"), "{}", page.text);
            page.known.authors.join("|")
        };
        assert_eq!(authors("By Ada Finch and Bo Tarn"), "Ada Finch|Bo Tarn");
        assert_eq!(authors("Ada Finch, 3 June 2024"), "");
    }

    #[test]
    fn a_page_without_an_article_gives_the_text_that_it_has() {
        check(
            "<title>Notice</title><body><nav>Menu</nav><div>The pier is closed.</div><script>x()</script>",
            "Notice\n\nThe pier is closed.",
        );
        check(
            "<p>Gulls &amp; terns&nbsp;return.<p>They are <b>loud</b>.<br><br>Very.<br>So.",
            "Gulls & terns return.\n\nThey are loud.\n\nVery.\nSo.",
        );
        check("", "");
        check("<script>only()</script>", "");
    }

    #[test]
    fn hostile_pages_give_a_plain_result() {
        let deep = "<div>".repeat(50_000) + "Gulls" + &"</p>".repeat(50_000);
        assert!(read(&deep, None).text.contains("Gulls"));
        let formatting = (0..600).map(|n| format!("<p><font color=c{n}>gull{n}</p>")).collect::<Vec<_>>().concat();
        assert!(read(&formatting, None).text.contains("gull599"));
        let fostered = "<table>".to_owned()
            + &(0..5_000).map(|n| format!("<b id=b{n}>")).collect::<Vec<_>>().concat()
            + "Gulls"
            + &"</x>".repeat(20_000);
        assert!(read(&fostered, None).text.contains("Gulls"));
        let wide = "<p>Gull</p>".repeat(60_000);
        assert!(read(&wide, None).text.starts_with("Gull\n\nGull"));
        let entities = "<table>".to_owned() + &"&amp;".repeat(20_000);
        assert!(read(&entities, None).text.starts_with("&&&"));
        for html in
            ["<", "<!--", "<a href=\"", "&", "&#xffffffffff;", "<![CDATA[", "<plaintext>Gulls", "<svg><p>Gulls", "<table><tr><td>Gulls"]
        {
            let _ = read(html, None);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_soup_of_tags_is_read(parts in proptest::collection::vec("</?(p|div|table|td|b|a|svg|select|option|template|title|br)>|[a-z&;<\"]{0,6}", 0..60)) {
            let _ = read(&parts.concat(), None);
        }
    }
}
