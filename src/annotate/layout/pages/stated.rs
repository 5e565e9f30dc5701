//! What pages say of themselves.

use super::layout;
use crate::annotate::layout::Metadata;
use crate::domain::Known;

fn of(text: &str) -> Metadata {
    layout(text, &Known::default()).metadata
}

#[test]
fn authors_editors_agency_and_moment_are_read() {
    let found = of(
        "Norland shuts its last mine\n\nTARN Fri Mar 2, 2018 9:15am EST\n\nTARN (Reuters) - Norland closed its last coal mine on Friday, and the valley came to see it.\n\n(Writing by Ida Holt; Editing by Sam Reyes)",
    );
    assert_eq!(
        (&*found.title, found.agency.as_deref(), found.dateline.as_deref()),
        ("Norland shuts its last mine", Some("Reuters"), Some("TARN"))
    );
    assert_eq!((found.authors, found.editors), (vec!["Ida Holt".to_owned()], vec!["Sam Reyes".to_owned()]));
    assert_eq!(found.published.map(|date| date.to_string()).as_deref(), Some("2018-03-02"));
    assert_eq!(found.published_at.as_deref(), Some("2018-03-02T09:15:00-05:00"));
    assert_eq!((found.source.as_deref(), &*found.inferred[0].field, &*found.language), (Some("Reuters"), "source", "en"));
}

#[test]
fn publishers_say_who_they_are() {
    for (text, expected) in [
        ("Pool to close\n\nTarn Courier\n4 March 2018\n\nThe pool will close this month, the council said.", "Tarn Courier"),
        ("Pool to close\n\nThe pool will close this month, the council said on Monday.\n\nPublished by Tarn Media, Tarn.", "Tarn Media"),
        (
            "Pool to close\n\nThe pool will close this month, the council said on Monday.\n\n© 2018 Tarn Media. All rights reserved.",
            "Tarn Media",
        ),
        ("Pool to close\n\nBy Ida Holt\nNorland News\n\nThe pool will close this month, the council said on Monday.", "Norland News"),
    ] {
        assert_eq!(of(text).source.as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn initials_of_an_agency_are_read_in_full_where_the_page_writes_them_out() {
    let text = "Pool to close\n\nTARN (NP) — The pool will close this month, the council said.\n\nNorland Press writer Ida Holt contributed to this report.";
    assert_eq!((of(text).agency.as_deref(), of(text).authors), (Some("Norland Press"), vec!["Ida Holt".to_owned()]));
}

#[test]
fn what_is_known_wins() {
    let known = Known {
        title: Some("Known".to_owned()),
        authors: vec!["Sam Reyes".to_owned()],
        published: "2018".parse().ok(),
        source: Some("Elsewhere".to_owned()),
        language: Some("en-GB".to_owned()),
        ..Known::default()
    };
    let found = layout("Pool to close\n\nBy Ida Holt\n\n4 March 2018\n\nThe pool will close this month, the council said.", &known);
    assert_eq!((&*found.metadata.title, found.metadata.authors, &*found.metadata.language), ("Known", known.authors, "en-GB"));
    assert_eq!((found.metadata.published, found.metadata.source), (known.published, known.source));
    assert_eq!(found.blocks[0].kind.as_str(), "title");
}

#[test]
fn a_text_without_headline_lends_its_first_words() {
    let found = of("The council voted on Saturday to close the pool for the rest of the winter. It will open again in May.");
    assert_eq!(
        (&*found.title, &*found.inferred[0].field),
        ("The council voted on Saturday to close the pool for the rest of the winter", "title")
    );
    assert_eq!(of("").title, "");
}

#[test]
fn a_page_that_says_only_when_it_was_changed_leaves_the_rest_to_inference() {
    let found = of("Pool to close\n\nUpdated March 4, 2018\n\nThe pool will close this month, the council said.");
    assert_eq!((found.published.map(|date| date.to_string()).as_deref(), &*found.inferred[0].field), (Some("2018-03-04"), "published"));
}
