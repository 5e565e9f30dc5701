//! Small scraped pages, invented, with what each part of them is.

use std::fmt::Write;

use super::layout;
use crate::domain::Known;

/// Takes a page with the kind of each run before it in angle marks, and finds the same runs.
fn check(marked: &str) {
    let text: String = marked.split('‹').map(|part| part.split_once('›').map_or(part, |(_, text)| text)).collect();
    let mut found = String::new();
    let (mut at, mut before) = (0, "");
    for block in layout(&text, &Known::default()).blocks {
        found.push_str(&text[at..block.start]);
        if block.kind.as_str() != before {
            before = block.kind.as_str();
            write!(found, "‹{before}›").expect("a string takes all");
        }
        found.push_str(&text[block.start..block.end]);
        at = block.end;
    }
    found.push_str(&text[at..]);
    assert_eq!(found, marked);
}

mod heads {
    use super::check;

    #[test]
    fn a_wire_story() {
        check(
            "‹title›Norland shuts its last coal mine\n\n‹dateline›TARN ‹date›Fri Mar 2, 2018 9:15am EST\n\n‹caption›Miners leave the Tarn pit for the last time. ‹credit›REUTERS/Ida Holt\n\n‹boilerplate›Related Topics\n\n\
             ‹dateline›TARN (Reuters) - ‹body›Norland closed its last coal mine on Friday, ending a trade of two hundred years in the valley.\n\n\"It was time,\" the manager, Odd Berge, said.\n\n\
             ‹byline›(Reporting by Ida Holt in Tarn; Editing by Sam Reyes)\n\n‹boilerplate›Our Standards: The Thomson Reuters Trust Principles.",
        );
    }

    #[test]
    fn a_wire_story_of_single_lines() {
        check(
            "‹title›Norland ferry runs aground\n‹byline›By IDA HOLT\nAssociated Press\n‹date›March 4, 2018\n‹dateline›TARN, Norland (AP) — ‹body›A ferry ran aground off Tarn on Sunday with 40 people on board.\n\
             Nobody was hurt, the coast guard said.\nThe boat was pulled free at high tide and went on to its harbour under its own power.",
        );
    }

    #[test]
    fn a_broadcaster_s_page() {
        check(
            "‹title›Tarn mine closes 'for good'\n\n‹byline›By Ida Holt\nBusiness reporter, Norland News\n\n‹date›Published\n2 March 2018\n\n‹boilerplate›Share this article\n\n‹credit›Image source, Getty Images\n‹caption›Image caption,\nThe pit employed 400 people at its height\n\n\
             ‹body›The last coal mine in Norland has closed.\n\nThe unions called it 'a sad day for the valley'.\n\n‹heading›'No jobs left'\n\n‹body›Younger miners say they will have to leave the valley to find any work.\n\n\
             ‹boilerplate›Media playback is unsupported on your device\n‹caption›Media captionMiners sang as they came up\n\n‹body›The government has promised a fund.\n\n‹boilerplate›More on this story\n‹promo›What will become of Tarn?\nInside the last pit\n\n‹boilerplate›Related Topics\nCoal\nNorland",
        );
    }

    #[test]
    fn a_standfirst_stands_above_byline_or_date() {
        check(
            "‹title›The woman who counts seals\n\n‹standfirst›Every winter Ida Holt walks the same beach with a notebook. This year there was nobody to count with her.\n\n‹byline›By Sam Reyes in Tarn\n\n‹date›Thu 1 Mar 2018 06.00 GMT\n\n\
             ‹body›The notebook is green, and older than the hut in which she keeps it.\n\n“There are fewer every year,” she says.",
        );
        check(
            "‹title›Seals return to Tarn\n\n‹standfirst›After ten empty winters the beach is full again, and nobody can say why\n\n‹body›The first came at night, and by the morning there were forty of them on the sand.\n\nIda Holt counted them twice.",
        );
    }

    #[test]
    fn key_points_and_a_name_without_a_by() {
        check(
            "‹title›Holt Paper cuts its outlook\n\n‹standfirst›* Shares fall by a tenth\n* New mill is delayed\n\n‹byline›Ida Holt\n\n‹date›3 March 2018\n\n‹body›Holt Paper said on Saturday that it would sell less this year than it had hoped to.\n\nIts shares fell.",
        );
    }

    #[test]
    fn furniture_and_a_section_s_name_stand_above_the_headline() {
        check(
            "‹boilerplate›Skip to main content\nAdvertisement\nHome > News > Harbour\n\nOpinion\n\n‹title›Nobody needs another bridge at Tarn\n\n‹byline›Sam Reyes\n\n‹date›Last updated: 4 March 2018\n\n‹boilerplate›Share on Facebook\n\n\
             ‹body›We have three bridges, and two of them lead nowhere that anybody wants to be.\n\nA fourth would lead there faster.",
        );
    }

    #[test]
    fn rows_of_buttons_keep_their_blanks() {
        check(
            "‹boilerplate›14° Tarn   News   Weather   Sport   Watch Now\n‹title›Nobody needs another bridge at Tarn\n‹byline›By Ida Holt, Tarn News\n‹date›Posted: Mar 4, 2018 / 05:32 PM CST\n‹boilerplate›SHARE   Facebook   Email   Print\n\n\
             ‹body›The valley has three bridges, and two of them lead nowhere that anybody wants to be.\n\nA fourth would lead there faster.",
        );
    }

    #[test]
    fn a_trade_may_follow_a_name_without_a_mark() {
        check(
            "‹title›Valley pool to close for good\n‹standfirst›Swimmers say they will mend the boiler with their own hands\n‹byline›Ida Holt Valley correspondent\n‹date›Tue 11 Mar 2018 06.00 GMT\n\n\
             ‹body›The only pool in the valley will close this month, because its boiler has failed for the third time in a year and there is no money for a fourth repair.\n\nThe council cannot pay.",
        );
    }

    #[test]
    fn the_publisher_stands_above_headline_or_date() {
        check(
            "‹boilerplate›Tarn Quarterly\n‹date›March 2018\n\n‹title›The Bridge That Leads Nowhere\n\n‹standfirst›It was built in a hurry, and nobody remembers for whom\n\n‹byline›By Ida Holt\n‹credit›Photographs: Sam Reyes\n\n‹body›The toll house is still there, and so is the man who keeps it.\n\nHe has not seen a car since Easter.",
        );
        check(
            "‹title›Tarn votes on its bridge\n\n‹boilerplate›Tarn Courier | ‹date›4 March 2018\n\n‹body›The people of Tarn went to the polls on Sunday to say whether they want a fourth bridge.\n\nFew of them did.",
        );
    }

    #[test]
    fn a_text_may_have_no_headline() {
        check(
            "‹dateline›TARN, March 3 — ‹body›The council voted on Saturday to close the pool for the rest of the winter.\n\nIt will open again in May, the mayor said, if the money can be found by then.",
        );
        check(
            "‹body›The council voted on Saturday to close the pool for the rest of the winter, the mayor told reporters at the gate.\n\nIt will open again in May.",
        );
    }

    #[test]
    fn a_city_and_a_dash_lead_the_first_paragraph() {
        check(
            "‹title›Tarn closes its pool\n\n‹date›2018-03-03 13:00\n\n‹dateline›Tarn - ‹body›The council has closed the only pool in the valley until the spring.\n\nNo date was given - not even a month.",
        );
        check(
            "‹title›Tarn closes its pool\n\n‹dateline›NEW TARN: ‹body›The council has closed the only pool in the valley until the spring.\n\nNo date was given.",
        );
    }

    #[test]
    fn a_release_names_place_and_day_and_ends_before_its_publisher_s_own_words() {
        check(
            "‹title›Holt Paper opens a mill at Tarn\n\n‹boilerplate›FOR IMMEDIATE RELEASE\n\n‹dateline›TARN, Norland – 3 March 2018 – ‹body›Holt Paper today opened a mill that will make paper from straw and employ 90 people in the valley.\n\n“It smells of summer,” said Ida Holt, its chairwoman.\n\n\
             ‹boilerplate›ENDS\n\nAbout Holt Paper\nHolt Paper makes paper from things that others throw away, and has done so since 1911.\n\nPress contact: Sam Reyes, 555 0101",
        );
    }
}

mod bodies {
    use super::check;

    #[test]
    fn links_to_other_stories_stand_in_the_midst() {
        check(
            "‹title›Valley pool to close\n\n‹body›The only pool in the valley will close this month, because its boiler has failed for the third time in a year.\n\n‹promo›READ MORE: Who paid for the mayor's new boat?\n\n‹body›The council says that it cannot pay for a fourth repair before the summer.\n\n\
             ‹promo›Astronomers in Chile photograph a distant comet breaking apart\n\n‹body›Swimmers have begun to collect money at the gate, and have found a plumber who will work for nothing.",
        );
    }

    #[test]
    fn headings_are_short_and_lead_to_a_paragraph() {
        check(
            "‹title›Valley pool to close\n\n‹body›The only pool in the valley will close this month.\n\n‹heading›Third failure\n\n‹body›Its boiler has failed for the third time in a year.\n\n‹heading›What happens to the swimmers?\n\n‹body›They will have to go to the sea, like everybody else.\n\nSo who will pay?\n\nNobody knows.",
        );
    }

    #[test]
    fn captions_are_known_by_their_credits() {
        check(
            "‹title›Valley pool to close\n\n‹body›The only pool in the valley will close this month.\n\n‹caption›Swimmers waiting at the gate of the pool in Tarn (Photo: Ida Holt)\n\n‹body›Its boiler has failed for the third time in a year.\n\n‹caption›The mayor, Odd Berge, speaking to swimmers on Friday\n‹credit›Sam Reyes/AFP\n\n‹body›The council cannot pay.\n\n\
             ‹credit›Getty Images\n‹caption›Steam rises from the pool in its better days\n\n‹body›Swimmers have begun to collect money at the gate."
                .replace("Tarn (Photo", "Tarn ‹credit›(Photo")
                .as_str(),
        );
    }

    #[test]
    fn the_same_caption_may_come_twice() {
        check(
            "‹title›Valley pool to close\n\n‹caption›Swimmers wait at the gate of the pool in Tarn on Friday. ‹credit›REUTERS/Ida Holt\n\n‹caption›Swimmers wait at the gate of the pool in Tarn on Friday.\n\n‹credit›Credit: Reuters/Ida Holt\n\n‹body›The only pool in the valley will close this month.\n\nThe council cannot pay for it.",
        );
    }

    #[test]
    fn interviews_ask_in_lines_of_their_own() {
        check(
            "‹title›‘I like a short bridge’\n\n‹standfirst›The engineer on rivers, rust and retirement\n\n‹byline›Interview by Ida Holt\n\n‹body›HOLT: Why bridges?\n\nBERGE: Why not? They stay where you put them, which is more than I can say of people.\n\nHOLT: And rust?\n\nBERGE: It is slow, and so am I.\n\nHOLT: Will you retire?\n\nBERGE: I did, and nobody noticed.\n\nHOLT: Will there be another?\n\nBERGE: Ask me in May.",
        );
    }

    #[test]
    fn lists_are_not_headings() {
        check(
            "‹title›How the valley voted\n\n‹body›The votes were counted on Sunday night, and the mayor stays in office for four years more:\n\nOdd Berge 411\n\nIda Holt 390\n\nSam Reyes 12\n\nHe thanked everybody who had come out in the snow to vote for him.",
        );
    }

    #[test]
    fn a_live_blog_has_stamps_and_headings() {
        check(
            "‹title›Storm Ida live: boats stay in harbour\n\n‹byline›Sam Reyes (now) and Ida Holt (earlier)\n\n‹date›Sun 4 Mar 2018\n\n‹date›16.42 GMT\n‹heading›Ferries stopped\n\n‹body›No boat will leave before noon, the company says.\n\n‹date›15:58\n\n‹body›Snow has reached the harbour.\n\n‹boilerplate›Show more updates"
                .replace("‹date›16.42", "16.42")
                .as_str(),
        );
    }

    #[test]
    fn a_wrapped_text_has_whole_paragraphs() {
        check(
            "‹title›Pool to close\n\n‹body›The only pool in the valley will close this month, because its boiler\nhas failed for the third time in a year and nobody can be found who\nwould mend it again for the money that is left.\n\nThe council says that it cannot pay for a new one before the summer,\nand perhaps not even then.",
        );
    }

    #[test]
    fn a_lone_call_to_sign_up_is_a_link_and_a_form_is_furniture() {
        check(
            "‹title›Pool to close\n\n‹body›The only pool in the valley will close this month.\n\n‹promo›Sign up to the morning letter\n\n‹body›The council cannot pay for a new boiler.\n\n‹boilerplate›Sign up to the morning letter\nYour email address\n\n‹body›Swimmers have begun to collect money at the gate.",
        );
    }

    #[test]
    fn furniture_stands_between_paragraphs() {
        check(
            "‹title›Pool to close\n\n‹body›The only pool in the valley will close this month.\n\n‹boilerplate›Advertisement\n\n‹body›The council cannot pay for a new boiler.\n\n‹boilerplate›Sign up to our morning newsletter\nYour email address\nWe use cookies and your data as our privacy policy says.\n\n‹body›Swimmers have begun to collect money at the gate.\n\n‹boilerplate›© 2018 Tarn Courier. All rights reserved.",
        );
    }
}

mod tails {
    use super::check;

    #[test]
    fn comments_with_names_above_and_dates_below() {
        check(
            "‹title›Pool to close\n\n‹body›The only pool in the valley will close this month, the council said on Monday.\n\n‹comment_meta›Comments (2)\nvalleyswimmer wrote:\n‹comment›I swam there as a child.\n\nMy children never will?\n\n‹comment_meta›Mar 05, 2018 4:12am EST  --  Report as abuse\nOddB99 wrote:\n‹comment›Mend the boiler!\n\n\
             ‹comment_meta›Mar 05, 2018 6:10am EST  --  Report as abuse\n‹boilerplate›This discussion is now closed.",
        );
    }

    #[test]
    fn comments_without_a_heading() {
        check(
            "‹title›Pool to close\n\n‹body›The only pool in the valley will close this month, the council said on Monday.\n\n  ‹comment_meta›• ida.h - 2018-03-05 13:54\n\n    ‹comment›Typical of them. First the bridge, now this.\n\n  ‹comment_meta›• Valley Swimmer - 2018-03-05 14:20\n\n    ‹comment›Agreed\n\n  ‹boilerplate›• pages:\n  • 1",
        );
    }

    #[test]
    fn comments_with_buttons() {
        check(
            "‹title›Pool to close\n\n‹body›The only pool in the valley will close this month, the council said on Monday.\n\n‹comment_meta›3 Comments\n\nPeter W. says:\n5 March 2018 at 9:14 am\n\n‹comment›By Monday they will have sold it.\n\n‹comment_meta›Reply\n3 likes\n\nLampman · 2 hours ago\n\n‹comment›\"Sold\" is the word\n\n‹comment_meta›Like · Reply\n\n‹boilerplate›Leave a comment",
        );
    }

    #[test]
    fn comments_end_in_spam_and_furniture() {
        check(
            "‹title›Pool to close\n\n‹body›The only pool in the valley will close this month, the council said on Monday.\n\n‹comment_meta›Comments (1)\n\nida_h, 5 March 2018, 10:12 | Report\n‹comment›Mend it.\n\n‹spam›CHEAP BOILERS BUY ONLINE >>> http://boilers.example/cheap <<< best boilers discount\n\n‹boilerplate›All rights reserved.",
        );
    }

    #[test]
    fn comments_whose_headers_are_columns() {
        check(
            "‹title›Pool to close\n\n‹body›The only pool in the valley will close this month, the council said on Monday.\n\n‹comment_meta›2 Comments\nPoolRat62   Feb 27, 2018   Report\n‹comment›My aunt said it was \"held up by paint.\"\n‹comment_meta›Jo M.   Feb 28, 2018   Report\n‹comment›Mend it.",
        );
    }

    #[test]
    fn a_live_blog_s_clock_is_no_comment() {
        check(
            "‹title›Storm Ida live: boats stay in harbour as wind reaches the valley, say forecasters at Tarn\n‹standfirst›Two ferries and all of the fishing boats are tied up for the night\n‹boilerplate›Live   Updated 9m ago\n‹byline›Ida Holt (now) and Sam Reyes (earlier)\n‹date›Sun 4 Mar 2018 16.52 GMT\n\n16.52 GMT\n‹heading›Ferries stopped\n\n‹body›No boat will leave before noon, the company says.\n\n‹date›15.58 GMT\n‹body›Snow has reached the harbour, and the quay is closed.",
        );
    }

    #[test]
    fn a_lone_count_of_comments_heads_nothing() {
        check(
            "‹title›Pool to close\n\n‹byline›By Ida Holt\n\n‹boilerplate›View comments\n\n‹body›The only pool in the valley will close this month, the council said on Monday.\n\nNobody at the gate was surprised to hear of it.",
        );
    }

    #[test]
    fn footnotes_and_the_author_stand_below() {
        check(
            "‹title›On small bridges\n\n‹byline›By Ida Holt\n\n‹body›Small bridges outlive those who build them[1], and most who cross them[2].\n\nNobody has yet found out why that should be.\n\n‹footnote›[1] S. Reyes, Bridges of Norland, 2009.\n\n[2] Ibid.\n\n‹credit›Photo credit: AP\n\n‹bio›About the author\n\nIda Holt\n\nIda Holt is a student of bridges at the University of Tarn. She speaks three languages.\n\n\
             ‹boilerplate›Leave A Reply\n\nGet our articles delivered straight to your inbox. Sign up now.",
        );
        check(
            "‹title›On small bridges\n\n‹byline›By Ida Holt\n\n‹body›Small bridges outlive those who build them.1 So do small towns.2\n\nNobody has yet found out why that should be.\n\n‹footnote›1. Annual report, 2009, p. 14.\n2. Speech at Tarn.\n\n‹bio›Ida Holt writes about bridges.",
        );
        check(
            "‹title›On small bridges\n\n‹byline›By Ida Holt\n\n‹body›Small bridges outlive those who build them.*\n\nNobody has yet found out why that should be, says the council.\n\n‹footnote›* The council's list is not complete.\n\nThis article was amended on 4 March to correct a date.",
        );
    }

    #[test]
    fn a_note_says_who_the_writer_is() {
        check(
            "‹title›Mend the boiler\n\n‹body›A valley without a pool is a valley without a summer, and I should know.\n\nWe must pay for it together.\n\n‹bio›Sam Reyes is a fellow at the Tarn Institute.",
        );
    }

    #[test]
    fn names_and_agencies_sign_below() {
        check(
            "‹title›Odd Berge, builder of bridges\n\n‹body›Odd Berge, who has died aged 90, built bridges that nobody asked for.\n\nHe is survived by most of them.\n\n‹footnote›Odd Berge, engineer, born 3 March 1928, died 2 March 2018\n\n‹byline›Ida Holt",
        );
        check(
            "‹title›Pool to close\n\n‹body›The only pool in the valley will close this month.\n\nThe council cannot pay.\n\n‹boilerplate›ih/sr/ob\n\n‹byline›Norland Press writer Sam Reyes in Tarn contributed to this report.",
        );
    }
}

mod stated {
    use super::*;
    use crate::annotate::layout::Metadata;

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
            (
                "Pool to close\n\nThe pool will close this month, the council said on Monday.\n\nPublished by Tarn Media, Tarn.",
                "Tarn Media",
            ),
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
}
