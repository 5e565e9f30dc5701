//! Text fragments (<https://wicg.github.io/scroll-to-text-fragment/>): the address of a quote's own words on its publisher's page. A browser
//! that follows it scrolls to them and marks them.

mod directive;
mod words;

use std::cmp::Reverse;

use self::{directive::Passage, words::Words};
use super::{AnnotatedArticle, Quote, SectionKind, Span, span::TextIndex};

/// The most parts of one quote that its address leads to.
const MAX_PARTS: usize = 10;

/// How much of a text that is not at hand must be known for a passage to be taken for the only one: words, and characters.
const SAFE: (usize, usize) = (4, 20);

/// Gives every quote of an article that has a URL the address of its words there, as far as they can be told from all others.
pub fn address_quotes(annotated: &mut AnnotatedArticle) {
    let Some(url) = annotated.article.url.clone().filter(|_| !annotated.quotes.is_empty()) else { return };
    let stretches = stretches(annotated);
    let text = stretches.iter().map(|stretch| &*stretch.text).collect::<Vec<_>>().join("\n");
    let Some(page) = Page::of(&text, &stretches, annotated.text.is_some()) else { return };
    let addresses: Vec<_> = annotated.quotes.iter().map(|quote| page.address(&url, quote)).collect();
    for (quote, address) in annotated.quotes.iter_mut().zip(addresses) {
        quote.fragment_url = address;
    }
}

/// A stretch of an article's text whose words are at hand.
struct Stretch {
    /// First code point, and the one after the last; none for a headline that came beside the text.
    place: Option<(u32, u32)>,
    text: String,
}

/// What is at hand of an article's text, each stretch once: all of it, or the words that its records hold. The headline stands on the page
/// wherever it came from.
fn stretches(annotated: &AnnotatedArticle) -> Vec<Stretch> {
    let article = &annotated.article;
    let title = article.sections.iter().find(|section| section.kind == SectionKind::Title);
    let whole = annotated.text.as_ref().map(|text| Stretch { place: Some((0, article.characters)), text: text.clone() });
    let spans = annotated.quotes.iter().flat_map(|quote| quote.content.iter().chain(&quote.verbatim));
    let known = spans.filter_map(|span| Some(Stretch { place: Some((span.start, span.end)), text: span.exact.clone()? }));
    let mut all: Vec<Stretch> = if whole.is_some() { whole.into_iter().collect() } else { known.collect() };
    let is_of_text = article.inferred.iter().any(|inferred| inferred.field == "title");
    if annotated.text.is_none() || title.is_none() && !is_of_text {
        let length = u32::try_from(article.title.chars().count()).unwrap_or(u32::MAX);
        let place = title.map(|title| (title.start, title.end)).filter(|(start, end)| end - start == length);
        all.push(Stretch { place, text: article.title.clone() });
    }
    all.sort_by_key(|stretch| stretch.place.map(|(start, end)| (start, Reverse(end))));
    let mut reached = 0;
    all.retain(|stretch| {
        let is_new = stretch.place.is_none_or(|(_, end)| end > reached);
        reached = stretch.place.map_or(reached, |(_, end)| end.max(reached));
        is_new
    });
    all
}

/// What a browser will look through, as far as it is known.
struct Page<'a> {
    words: Words<'a>,
    /// The stretches that it consists of: their first code points, their places in bytes, and their characters.
    stretches: Vec<(u32, usize, TextIndex<'a>)>,
    is_whole: bool,
}

impl<'a> Page<'a> {
    fn of(text: &'a str, stretches: &'a [Stretch], is_whole: bool) -> Option<Self> {
        let mut at = 0;
        let mut placed = Vec::new();
        for stretch in stretches {
            if let Some((start, _)) = stretch.place {
                placed.push((start, at, TextIndex::new(&stretch.text)));
            }
            at += stretch.text.len() + 1;
        }
        Some(Self { words: Words::of(text)?, stretches: placed, is_whole })
    }

    /// The address of a quote's content, or, where not all of that is at hand, of the speaker's own words in it.
    fn address(&self, url: &str, quote: &Quote) -> Option<String> {
        let is_known = self.is_whole || quote.content.iter().all(|span| span.exact.is_some());
        let spans = if is_known { &quote.content } else { &quote.verbatim };
        let directives: Vec<String> = spans.iter().take(MAX_PARTS).filter_map(|span| self.directive(span)).collect();
        (!directives.is_empty()).then(|| with_directives(url, &directives.join("&")))
    }

    fn directive(&self, span: &Span) -> Option<String> {
        let stretch = self.stretches.partition_point(|&(start, ..)| start <= span.start).checked_sub(1)?;
        let (first, at, index) = &self.stretches[stretch];
        let byte = |point: u32| Some(at + index.slice(0, point.checked_sub(*first)?)?.len());
        let end = at + usize::try_from(index.bytes()).ok()?;
        let passage = Passage::of(&self.words, byte(span.start)?, byte(span.end)?, *at..end)?;
        let is_safe = self.is_whole || passage.count() >= SAFE.0 && passage.length() >= SAFE.1;
        passage.directive().filter(|_| is_safe)
    }
}

/// An address with directives for the browser, behind a fragment of the page's own where there is one.
fn with_directives(url: &str, directives: &str) -> String {
    let (page, fragment) = url.split_once('#').unwrap_or((url, ""));
    let fragment = fragment.split(":~:").next().unwrap_or_default();
    format!("{page}#{fragment}:~:{directives}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The directive of the words between brackets.
    fn directive(marked: &str) -> Option<String> {
        let (start, end) = (marked.find('[')?, marked.find(']')? - 1);
        let text = marked.replacen(['[', ']'], "", 2);
        let words = Words::of(&text)?;
        Passage::of(&words, start, end, 0..text.len())?.directive()
    }

    #[track_caller]
    fn check(marked: &str, expected: &str) {
        assert_eq!(directive(marked).as_deref(), Some(expected), "{marked}");
    }

    #[test]
    fn enough_words_stand_for_themselves() {
        check("She said \"[the gulls are louder than ever],\" twice.", "text=the%20gulls%20are%20louder%20than%20ever");
        check("So: [well-known, black & white, 5% of it].", "text=well%2Dknown%2C%20black%20%26%20white%2C%205%25%20of%20it");
        check("It was [très  chaud à la\u{a0}plage, on dit].", "text=tr%C3%A8s%20chaud%20%C3%A0%20la%20plage%2C%20on%20dit");
    }

    #[test]
    fn few_or_repeated_words_get_their_surroundings() {
        check("Nobody here knew the [tide] would turn at all.", "text=knew%20the-,tide,-would%20turn");
        let twice = "The boats [came in late last night]. Hale said the boats came in late last night.";
        check(twice, "text=boats-,came%20in%20late%20last%20night,-.%20Hale");
        check("She said:\n[No.]\nHe said yes to all of it.", "text=No.");
        check("She said:\n[No.]\nHe said yes to it.\nNo.\nShe left.", "text=She%20said%3A-,No.,-He%20said");
    }

    #[test]
    fn a_passage_that_nothing_tells_from_another_has_no_address() {
        assert_eq!(directive("[no no no] no no no"), Some("text=no%20no%20no,-no%20no%20no".to_owned()));
        assert_eq!(directive(&format!("{}[no] {}", "no ".repeat(50), "no ".repeat(50))), None);
        assert_eq!(directive("[…] and on"), None);
    }

    #[test]
    fn within_a_word_the_rest_of_it_is_part_of_the_directive() {
        check("Then un[believably loud gulls]!Nobody", "text=un-,believably%20loud%20gulls");
        check("[They were all very loud.]Nobody cared.", "text=They%20were%20all%20very%20loud.,-Nobody");
    }

    #[test]
    fn a_passage_over_paragraphs_is_given_by_its_ends() {
        check(
            "He wrote: [The gulls are back on the quay.\nThey are loud, and nobody minds them at all] now.",
            "text=The%20gulls%20are%20back,minds%20them%20at%20all",
        );
    }

    #[test]
    fn a_fragment_of_the_page_stays_and_other_directives_do_not() {
        assert_eq!(with_directives("https://example.org/a", "text=b"), "https://example.org/a#:~:text=b");
        assert_eq!(with_directives("https://example.org/a#top", "text=b"), "https://example.org/a#top:~:text=b");
        assert_eq!(with_directives("https://example.org/a#top:~:text=c", "text=b"), "https://example.org/a#top:~:text=b");
    }
}
