//! What stands between paragraphs.

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
