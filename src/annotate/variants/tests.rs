//! What is found to be one utterance, and what not.

use super::*;

/// A direct quote in short: article, day of publication (or none), words.
fn quote(article: &str, published: &str, words: &str) -> ComparedQuote {
    let day = |of: &str| of.parse::<Date>().expect("a day");
    let said = (!published.is_empty()).then(|| (day(published).checked_sub(7.days()).expect("a week before"), day(published)));
    ComparedQuote {
        id: format!("{article}-{}", words.len()),
        article: article.to_owned(),
        r#type: QuoteType::Direct,
        passages: vec![words.to_owned()],
        language: "en".to_owned(),
        said,
    }
}

/// Every variant with its representative, the evidence, and the words of the representative that it takes.
fn shown(quotes: &[ComparedQuote]) -> Vec<String> {
    let members = find(quotes).into_iter().filter(|place| place.quote != place.representative);
    let mut shown: Vec<String> = members
        .map(|place| {
            let (quote, of) = (place.quote, place.representative);
            format!("{quote} of {of}: {} {}..{}", place.evidence.as_str(), place.from_word, place.to_word)
        })
        .collect();
    shown.sort();
    shown
}

const WHOLE: &str = "The old lock gates are rotten from hinge to sill. We repaired three of them in the spring, and the fourth will not survive another winter.";
const FIRST: &str = "The old lock gates are rotten from hinge to sill.";
const SECOND: &str = "We repaired three of them in the spring and the fourth will not survive another winter";

#[test]
fn parts_of_one_utterance_are_variants_of_the_whole_and_tell_which_part_they_are() {
    let quotes = [quote("a", "2020-05-02", WHOLE), quote("b", "2020-05-03", FIRST), quote("c", "2020-05-04", SECOND)];
    assert_eq!(shown(&quotes), ["b-49 of a-138: copy 0..10", "c-86 of a-138: copy 10..26"]);
    let mut turned = quotes;
    turned.reverse();
    assert_eq!(shown(&turned), ["b-49 of a-138: copy 0..10", "c-86 of a-138: copy 10..26"], "the order does not matter");
}

#[test]
fn quotes_of_one_article_or_of_two_languages_or_of_two_times_are_not_variants() {
    assert!(shown(&[quote("a", "2020-05-02", WHOLE), quote("a", "2020-05-02", SECOND)]).is_empty());
    assert!(shown(&[quote("a", "2020-05-02", WHOLE), quote("b", "2020-05-20", SECOND)]).is_empty());
    let french = ComparedQuote { language: "fr".to_owned(), ..quote("b", "2020-05-02", WHOLE) };
    assert!(shown(&[quote("a", "2020-05-02", WHOLE), french.clone()]).is_empty());
    assert_eq!(shown(&[ComparedQuote { article: "c".to_owned(), id: "c".to_owned(), ..french.clone() }, french]).len(), 1);
}

#[test]
fn without_a_date_only_the_same_words_are_a_variant() {
    let reworded = "Three we mended in spring; the fourth will not outlive one more winter.";
    assert_eq!(shown(&[quote("a", "2020-05-02", WHOLE), quote("b", "2020-05-03", reworded)]).len(), 1);
    assert!(shown(&[quote("a", "2020-05-02", WHOLE), quote("b", "", reworded)]).is_empty());
    assert_eq!(shown(&[quote("a", "2020-05-02", WHOLE), quote("b", "", SECOND)]), ["b-86 of a-138: copy 10..26"]);
    let day = |of: &str| of.parse::<Date>().expect("a day");
    let in_that_year = ComparedQuote { said: Some((day("2020-01-01"), day("2020-12-31"))), ..quote("b", "", SECOND) };
    assert_eq!(shown(&[quote("a", "2020-05-02", WHOLE), in_that_year]).len(), 1);
    let in_another = ComparedQuote { said: Some((day("2021-01-01"), day("2021-12-31"))), ..quote("b", "", SECOND) };
    assert!(shown(&[quote("a", "2020-05-02", WHOLE), in_another]).is_empty());
}

#[test]
fn another_number_another_name_or_a_negation_is_another_utterance() {
    let pairs = [
        ("The flood has damaged forty barns and drowned two hundred sheep.", "The flood has damaged forty barns and drowned ninety sheep."),
        ("The embankment at Kolm was never inspected by an engineer.", "The embankment at Tresk was never inspected by an engineer."),
        ("We will sign the lease for the northern quarry.", "We will not sign the lease for the northern quarry."),
    ];
    for (one, other) in pairs {
        assert!(shown(&[quote("a", "2020-05-02", one), quote("b", "2020-05-02", other)]).is_empty(), "{one} / {other}");
    }
}

#[test]
fn numbers_and_spellings_may_be_written_otherwise() {
    let pairs = [
        ("Eight hundred thousand litres of oil reached the beach.", "800,000 liters of oil reached the beach."),
        ("The organisation has analysed the colour of the harbour water.", "The organization has analyzed the color of the harbor water."),
    ];
    for (one, other) in pairs {
        let found = find(&[quote("a", "2020-05-02", one), quote("b", "2020-05-02", other)]);
        assert_eq!(found.iter().map(|place| (place.evidence, place.wording)).collect::<Vec<_>>(), [(Evidence::Copy, 0); 2], "{one}");
    }
}

#[test]
fn what_is_said_again_and_again_is_no_variant() {
    let formula = "Safety on the railway remains our highest priority.";
    assert_eq!(shown(&[quote("a", "2020-05-02", formula), quote("b", "2020-05-03", formula)]).len(), 1);
    let again = [quote("a", "2020-05-02", formula), quote("b", "2020-05-03", formula), quote("c", "2021-11-03", formula)];
    assert!(shown(&again).is_empty());
}

#[test]
fn nothing_is_a_variant_by_way_of_a_chain() {
    let both = "The paper mill burned down in one windy night. The insurers have refused to pay a single coin.";
    let (mill, insurers) = (
        "The paper mill burned down in one windy night, and the roof fell.",
        "The insurers have refused to pay a single coin, and smiled.",
    );
    let quotes = [quote("a", "2020-05-02", both), quote("b", "2020-05-02", mill), quote("c", "2020-05-02", insurers)];
    let found = find(&quotes);
    let places: Vec<_> = found.iter().filter(|place| place.quote != place.representative).collect();
    let [one, other] = places[..] else { panic!("{found:#?}") };
    assert!(one.to_word <= other.from_word || other.to_word <= one.from_word, "the parts do not overlap: {found:#?}");
}

#[test]
fn five_thousand_copies_and_quotes_without_end_are_compared_in_linear_time() {
    let copies: Vec<ComparedQuote> = (0..5000).map(|n| quote(&format!("a{n}"), "2020-05-02", WHOLE)).collect();
    assert_eq!(shown(&copies).len(), 4999);
    let endless = "gate lock winter spring rotten ".repeat(2000);
    let quotes = [quote("a", "2020-05-02", &endless), quote("b", "2020-05-02", &endless), quote("c", "2020-05-02", "")];
    assert_eq!(shown(&quotes).len(), 1);
    let in_one_article: Vec<ComparedQuote> =
        (0..1000).map(|n| ComparedQuote { id: format!("a-{n}"), ..quote("a", "2020-05-02", WHOLE) }).collect();
    assert!(shown(&in_one_article).is_empty());
}
