//! What stands below the last paragraph.

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
