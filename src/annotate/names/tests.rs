//! Names by small texts in the manner of many newsrooms.

use super::*;
use crate::annotate::layout::Block;

/// The names of a text, people before the bar and organisations after it, in order.
fn check(text: &str, expected: &str) {
    check_in(SectionKind::Body, text, expected);
}

fn check_in(kind: SectionKind, text: &str, expected: &str) {
    let mut blocks = Vec::new();
    let mut start = 0;
    // Of several lines the first is the headline.
    for line in text.split_inclusive('\n') {
        let kind = if line.ends_with('\n') { SectionKind::Title } else { kind };
        blocks.push(Block { start, end: start + line.trim_end().len(), kind, rule: "test" });
        start += line.len();
    }
    let parsed = Parsed::new(text, blocks);
    let names = find(&parsed);
    let of = |kind| {
        let forms: Vec<&str> = names.iter().filter(|name| name.kind == kind).map(|name| &text[name.start..name.end]).collect();
        forms.join(", ")
    };
    assert_eq!(format!("{} | {}", of(EntityType::Person), of(EntityType::Organisation)).trim(), expected, "{text}");
}

#[test]
fn honorifics_and_titles_stay_outside() {
    check("Mr Tarvin met Dame Ilka Brosnan and the Rev. Jonah Pike.", "Tarvin, Ilka Brosnan, Jonah Pike |");
    check("Sen. Marla Quigg, D-Ohio, questioned Gen. R.J. Holt.", "Marla Quigg, R.J. Holt |");
    check("Detective Inspector Sunita Rawal asked for witnesses.", "Sunita Rawal |");
    check("Then-Secretary of State Edna Marsh flew to Geneva.", "Edna Marsh |");
    check("French Finance Minister Luc Berthier spoke to President Amara Dialo.", "Luc Berthier, Amara Dialo |");
    check("Prime Minister Oddny Halvorsen resigned. The prime minister wept.", "Oddny Halvorsen |");
    check("Chief Constable Prys Maddox apologised.", "Prys Maddox |");
    check("Treasury Secretary Alan Pell and Labor Secretary Rosa Imber agreed.", "Alan Pell, Rosa Imber |");
}

#[test]
fn what_is_inside_a_name_stays_inside() {
    let text = "Pieter van den Broek told Yusuf bin Rashid al-Tamimi about Seán Ó Briain.";
    check(text, "Pieter van den Broek, Yusuf bin Rashid al-Tamimi, Seán Ó Briain |");
    check("William K. Drummond Jr. sued Anne-Marie d'Aubigny.", "William K. Drummond Jr., Anne-Marie d'Aubigny |");
    check("Kang Hye-jin beat Liu Wenbo in straight games.", "Kang Hye-jin, Liu Wenbo |");
    check("Rodrigo Sáenz de Ugarte said no.", "Rodrigo Sáenz de Ugarte |");
    check("Dwight ‘Tank’ Mabry scored twice.", "Dwight ‘Tank’ Mabry |");
}

#[test]
fn surnames_and_given_names_come_back() {
    check("Orla Fenwick left early. “I was cold,” Fenwick said. Orla's coat was gone.", "Orla Fenwick, Fenwick, Orla |");
    check("Price rises hurt. Ellen Price sold. Price said she was sorry.", "Ellen Price, Price |");
    check("Joost van Rijn spoke. Van Rijn left, and van Rijn's wife stayed.", "Joost van Rijn, Van Rijn, van Rijn |");
}

#[test]
fn a_headline_takes_names_from_the_text() {
    let text = "Tolland Slams Harbour Plan as Fenwick Quits\nMayor Brian Tolland said so. Orla Fenwick left.";
    check(text, "Tolland, Fenwick, Brian Tolland, Orla Fenwick |");
    check("Apple and Microsoft Cut Prices Again This Year", "| Microsoft");
    check("POLICE SEEK MISSING MAN IN NORTHERN TOWN\nPolice are looking for him.", "|");
}

#[test]
fn heads_make_organisations() {
    let text = "The Ministry of Agriculture, Fisheries and Food told the University of Northern Arden.";
    check(text, "| Ministry of Agriculture, Fisheries and Food, University of Northern Arden");
    check("Ortelia Pharmaceuticals Inc. bought Kemble & Sons Ltd.", "| Ortelia Pharmaceuticals Inc., Kemble & Sons Ltd.");
    let text = "She works for Kemble Rovers FC and the Ardenshire Fire and Rescue Service.";
    check(text, "| Kemble Rovers FC, Ardenshire Fire and Rescue Service");
    check("The Nurses' Union and St Olave's Hospital agreed.", "| Nurses' Union, St Olave's Hospital");
    check("He sued the Bank of Ardenia and the Federal Court of Appeals.", "| Bank of Ardenia, Federal Court of Appeals");
    check("The Ardenian Foreign Ministry called it unacceptable.", "| Ardenian Foreign Ministry");
    check("Radio Ardenia said the Council for Rural Housing met on Monday.", "| Radio Ardenia, Council for Rural Housing");
    check("Samantha Power and Gordon Banks met.", "Samantha Power, Gordon Banks |");
}

#[test]
fn known_organisations_need_no_help() {
    check("The U.N. Security Council met at UN headquarters.", "| U.N. Security Council, UN");
    check("The FBI and Scotland Yard asked Google for data.", "| FBI, Scotland Yard, Google");
    check("Henry Ford built cars. Apple said it would build none.", "Henry Ford | Apple");
    check("The Kremlin and Downing Street declined to comment to the BBC.", "| Kremlin, Downing Street, BBC");
    check("BBC Wales and NHS England agreed. Lumen Capital Markets did not.", "| BBC Wales, NHS England, Lumen Capital Markets");
    check("Apple pie is good. She ate an apple.", "|");
}

#[test]
fn acronyms_and_short_forms_are_bound_to_their_names() {
    let text = "The Arden Transport Workers Federation (ATWF) struck. ATWF leaders cheered.";
    check(text, "| Arden Transport Workers Federation, ATWF, ATWF");
    check("The Arden Rail Authority met. The ARA will vote.", "| Arden Rail Authority, ARA");
    check("The Kessel Harbour Board met. The Harbour Board will vote.", "| Kessel Harbour Board, Harbour Board");
}

#[test]
fn places_peoples_days_laws_and_events_are_no_names() {
    check("On Monday in Paris, French and German ministers signed the Treaty of Arles.", "|");
    check("The Super Bowl was in Houston, Texas, in February.", "|");
    check("Washington warned Tehran before the G20 summit in Osaka.", "|");
    check("Republicans and Democrats passed the Clean Rivers Act on Easter Sunday.", "|");
    check("Hurricane Otis hit the River Tamble near Mount Orrin and Kettle Bay.", "|");
    check("He won the Nobel Prize and the Arden Cup.", "|");
}

#[test]
fn the_words_around_decide() {
    check("“It was loud,” said Quenby Astor, 43, a baker.", "Quenby Astor |");
    check("Lumeno, a maker of lamps, fired its chief executive.", "| Lumeno");
    check("Shares in the Brelling group fell.", "| Brelling");
    check("The newspaper Tagwacht reported it first.", "| Tagwacht");
    check("His wife, Maureen, and their son, Daniel, waited.", "Maureen, Daniel |");
    check("The charity Warm Hands said so.", "| Warm Hands");
    check("He told Tagwacht that striker Ivo Kranjec was fit.", "Ivo Kranjec | Tagwacht");
}

#[test]
fn reports_on_sport_name_clubs_by_their_places() {
    let text = "Kemble Town beat Liverpool 2-1. The goalkeeper saved a penalty in a tight match. The midfielder scored his first goal of the season.";
    check(text, "| Kemble Town, Liverpool");
    check("She flew to Liverpool and Kemble Town on Monday.", "|");
}

#[test]
fn works_nicknames_and_accounts_are_no_names() {
    check("Her novel, ‘The Salt Warden’, sold well. Fans call him “El Tornado”.", "|");
    check("Follow us on Facebook, X and Instagram. Ask @Halbert.", "| Facebook, X, Instagram");
}

#[test]
fn indices_and_yields_are_no_organisations() {
    check("The S&P 500 fell and Treasury yields rose. Treasury officials declined to comment.", "| Treasury");
}

#[test]
fn bylines_and_credits_name_people_and_agencies() {
    check_in(SectionKind::Byline, "By ROSA TEMPLETON and Hal Brody", "ROSA TEMPLETON, Hal Brody |");
    check_in(SectionKind::Credit, "Jo Marsden/Getty Images", "Jo Marsden | Getty Images");
    check_in(SectionKind::Byline, "(Reporting by Tem Okafor in Lagos; Editing by Ruth Vane)", "Tem Okafor, Ruth Vane |");
    check_in(SectionKind::Credit, "REUTERS/Keiko Brand", "Keiko Brand | REUTERS");
}

#[test]
fn roles_and_titles_are_kept() {
    let text = "Rena Osk, head of the customs union, met Russian Foreign Minister Pavel Drozd and harbour chief Ib Lund. Its author, Mo Faber, left.";
    let parsed = Parsed::new(text, vec![Block { start: 0, end: text.len(), kind: SectionKind::Body, rule: "test" }]);
    let found = find(&parsed);
    let roles: Vec<_> = found.iter().map(|name| name.role.map_or("", |(start, end)| &text[start..end])).collect();
    assert_eq!(roles, ["head of the customs union", "Russian Foreign Minister", "harbour chief", "author"]);
    assert_eq!(found[1].title.map(|(start, end)| &text[start..end]), Some("Foreign Minister"));
}

const PIECES: &str =
    "(The|of|and|Mr|Sen\\.|Jr\\.|van|al-|Bank|United|Nations|Ministry|Anna|Hale|'s|,|\\(|\\)|\"|UN|NLC|A\\.|’|Lord|&|Inc|plc|council)";

proptest::proptest! {
    #[test]
    fn names_never_overlap_whatever_the_text(text in "[\\s\\PC]{0,200}") {
        let parsed = Parsed::new(&text, vec![Block { start: 0, end: text.len(), kind: SectionKind::Body, rule: "test" }]);
        let mut end = 0;
        for name in find(&parsed) {
            proptest::prop_assert!(end <= name.start && name.start < name.end);
            proptest::prop_assert!(text.get(name.start..name.end).is_some());
            end = name.end;
        }
    }

    #[test]
    fn every_name_has_an_entity_whatever_the_words(words in proptest::collection::vec(PIECES, 0..40)) {
        let text = words.join(" ");
        let parsed = Parsed::new(&text, vec![Block { start: 0, end: text.len(), kind: SectionKind::Body, rule: "test" }]);
        let mut names = find(&parsed);
        let entities = crate::annotate::entities::link(&parsed, &mut names);
        let mut end = 0;
        for name in names {
            proptest::prop_assert!(end <= name.start && name.start < name.end && name.entity < entities.len());
            end = name.end;
        }
    }
}
