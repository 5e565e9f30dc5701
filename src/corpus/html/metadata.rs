//! What a page's markup says of its article: schema.org JSON-LD first, then Open Graph and other `<meta>` elements, then the page itself.

use dom_query::Document;

use super::json_ld;
use crate::{corpus::known::Fill, domain::Known};

// Names of `<meta>` elements, in the order in which they are trusted.
const TITLE: &[&str] = &["og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "parsely-title", "title"];
const AUTHOR: &[&str] =
    &["author", "article:author", "dc.creator", "dcterms.creator", "citation_author", "parsely-author", "sailthru.author", "byl"];
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.issued",
    "citation_publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "article.published",
];
const PUBLISHER: &[&str] =
    &["og:site_name", "publisher", "dc.publisher", "dcterms.publisher", "citation_journal_title", "application-name"];
const LANGUAGE: &[&str] = &["og:locale", "content-language", "dc.language", "dcterms.language", "language"];

/// Attributes by which `<meta>` elements are named.
const NAMED_BY: [&str; 4] = ["property", "name", "itemprop", "http-equiv"];

/// What stands between a headline and a site's name in a page's title.
const PARTS: [&str; 6] = [" | ", " - ", " – ", " — ", " · ", " :: "];

/// Reads a page's metadata.
#[must_use]
pub fn read(document: &Document) -> Known {
    let mut known = Known::default();
    for script in document.select("script[type='application/ld+json']").nodes() {
        json_ld::read(&script.text(), &mut known);
    }
    let meta = Meta::of(document);
    meta.all(PUBLISHER).for_each(|name| known.fill_source(name));
    meta.all(PUBLISHED).for_each(|date| known.fill_published(date));
    for name in AUTHOR {
        known.fill_authors(meta.all(&[name]));
    }
    let attributes = |selector: &str, name: &str| {
        let nodes = document.select(selector).nodes().to_vec();
        nodes.into_iter().filter_map(|node| node.attr(name)).map(|value| value.to_string()).collect::<Vec<_>>()
    };
    for url in attributes("link[rel=canonical]", "href") {
        known.fill_url(&url);
    }
    meta.all(&["og:url"]).for_each(|url| known.fill_url(url));
    for selector in ["time[itemprop=datePublished]", "time[pubdate]", "article time[datetime]", "time[datetime]"] {
        for date in attributes(selector, "datetime") {
            known.fill_published(&date);
        }
    }
    let texts = |selector: &str| document.select(selector).nodes().iter().map(|node| node.text().to_string()).collect::<Vec<_>>();
    known.fill_authors(texts("[rel=author], [itemprop=author]").iter().map(String::as_str));
    for language in attributes("html[lang]", "lang") {
        known.fill_language(&language);
    }
    meta.all(LANGUAGE).for_each(|language| known.fill_language(language));
    meta.all(TITLE).for_each(|title| known.fill_title(title));
    if let [only] = &*texts("h1") {
        known.fill_title(only);
    }
    for title in texts("head > title") {
        known.fill_title(&title);
    }
    known.title = known.title.take().map(|title| without_site(title, known.source.as_deref()));
    known
}

/// A headline without the site's name behind it.
fn without_site(title: String, site: Option<&str>) -> String {
    let Some(site) = site else { return title };
    let cut = PARTS.iter().find_map(|part| title.strip_suffix(site)?.strip_suffix(part));
    cut.filter(|rest| !rest.trim().is_empty()).map_or_else(|| title.clone(), |rest| rest.trim().to_owned())
}

/// The `<meta>` elements of a page: names in lower case, and contents.
struct Meta(Vec<(String, String)>);

impl Meta {
    fn of(document: &Document) -> Self {
        let mut found = Vec::new();
        for node in document.select("meta[content]").nodes() {
            let content = node.attr_or("content", "").to_string();
            let names = NAMED_BY.iter().filter_map(|attribute| node.attr(attribute));
            found.extend(names.map(|name| (name.to_lowercase(), content.clone())));
        }
        Self(found)
    }

    /// The contents under these names, in the order of the names.
    fn all<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = &'a str> {
        names.iter().flat_map(|name| self.0.iter().filter(move |(found, _)| found == name).map(|(_, content)| &**content))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        let known = read(&Document::from(html));
        let or_none = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
        let published = known.published_at.or_else(|| known.published.map(|date| date.to_string()));
        let found = [
            or_none(known.title),
            or_none(known.url),
            or_none(known.source),
            known.authors.join(", "),
            or_none(published),
            or_none(known.language),
        ];
        assert_eq!(found.join(" | "), expected, "{html}");
    }

    #[test]
    fn json_ld_is_read_in_all_of_its_shapes() {
        check(
            r#"<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
                {"@type": "Organization", "@id": "/#org", "name": "The Quay"},
                {"@type": "Person", "@id": "/#ada", "name": "Ada Finch"},
                {"@type": ["NewsArticle"], "headline": "Gulls &amp; terns", "datePublished": "2024-06-01T08:00:00+02:00",
                 "author": [{"@id": "/#ada"}, {"@type": "Person", "name": "Bo Tarn"}], "publisher": {"@id": "/#org"}, "inLanguage": "en-GB",
                 "mainEntityOfPage": {"@id": "https://example.org/7"}}]}</script>"#,
            "Gulls & terns | https://example.org/7 | The Quay | Ada Finch, Bo Tarn | 2024-06-01T08:00:00+02:00 | en-GB",
        );
        check(
            r#"<script type="application/ld+json">[{"@type": "BreadcrumbList", "name": "Home"},
                {"@type": "Article", "headline": "Gulls", "author": "Ada Finch", "publisher": "The Quay", "url": "https://example.org/7"}]</script>"#,
            "Gulls | https://example.org/7 | The Quay | Ada Finch | - | -",
        );
        check(
            r#"<script type="application/ld+json">{"@type": "WebPage", "name": "Home", "mainEntity": {"@type": "BlogPosting", "headline": "Gulls"}}</script>"#,
            "Gulls | - | - |  | - | -",
        );
        check("<script type='application/ld+json'>{broken</script><title>Gulls</title>", "Gulls | - | - |  | - | -");
    }

    #[test]
    fn meta_elements_and_the_page_itself_fill_the_gaps() {
        check(
            "<html lang=en><meta property=og:title content='Gulls return | The Quay'><meta property=og:site_name content='The Quay'>
             <meta name=Author content='Ada Finch; Bo Tarn'><meta property=article:author content='https://example.org/ada'>
             <meta property=article:published_time content=2024-06-01T08:00:00Z><link rel=canonical href='https://example.org/7'>",
            "Gulls return | https://example.org/7 | The Quay | Ada Finch, Bo Tarn | 2024-06-01T08:00:00Z | en",
        );
        check(
            "<title>Gulls - Example</title><h1>Gulls <i>return</i></h1><a rel=author href=/ada>Ada Finch</a><time datetime=2024-06-01>1 June</time>",
            "Gulls return | - | - | Ada Finch | 2024-06-01 | -",
        );
    }
}
