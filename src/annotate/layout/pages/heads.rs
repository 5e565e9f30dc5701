//! What stands above the first paragraph.

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
