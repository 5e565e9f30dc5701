//! What a document says of itself, read from the blocks that say it.

use super::{Block, Metadata, bylines, datelines, dates, language, shape, title::MAX_TITLE};
use crate::{
    annotate::lists,
    domain::{Inferred, Known, SectionKind},
};

/// Reads the metadata from a text in blocks; what is known already wins.
pub fn metadata(text: &str, blocks: &[Block], known: &Known) -> Metadata {
    let words = |block: &Block| &text[block.start..block.end];
    let of = |kind: SectionKind| blocks.iter().filter(move |block| block.kind == kind).map(words);
    let mut metadata = Metadata { source: known.source.clone(), ..Metadata::default() };
    title(&mut metadata, of(SectionKind::Title).next(), text, known);
    people(&mut metadata, of(SectionKind::Byline), known);
    writer_of_bio(&mut metadata, blocks, text);
    dateline(&mut metadata, blocks, text);
    when(&mut metadata, blocks, text, known);
    if metadata.source.is_none() {
        source(&mut metadata, blocks, text);
    }
    metadata.language = known.language.clone().unwrap_or_else(|| {
        let prose: Vec<&str> = [SectionKind::Body, SectionKind::Standfirst, SectionKind::Title].into_iter().flat_map(of).take(40).collect();
        language::language(&prose)
    });
    metadata
}

fn title(metadata: &mut Metadata, found: Option<&str>, text: &str, known: &Known) {
    let joined = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    metadata.title = known.title.clone().or_else(|| found.map(joined)).unwrap_or_else(|| {
        let basis = "The text has no headline; its first words stand for one.".to_owned();
        metadata.inferred.push(Inferred { field: "title".to_owned(), basis });
        first_words(text)
    });
}

/// The first sentence of a text, or as much of it as a headline may be long.
fn first_words(text: &str) -> String {
    const LONG: usize = 120;
    let line = text.trim_start().lines().next().unwrap_or_default();
    let beginning: String = line.chars().take(MAX_TITLE).collect();
    let sentence = beginning.find(". ").map_or(&*beginning, |at| &beginning[..at]);
    if sentence.chars().count() <= LONG {
        return sentence.trim().to_owned();
    }
    let cut: String = sentence.chars().take(LONG).collect();
    let whole = cut.rfind(char::is_whitespace).filter(|&at| at > LONG / 2).map_or(&*cut, |at| &cut[..at]);
    format!("{}…", whole.trim_end())
}

fn people<'a>(metadata: &mut Metadata, bylines: impl Iterator<Item = &'a str>, known: &Known) {
    metadata.authors.clone_from(&known.authors);
    for line in bylines.take(40) {
        let found = bylines::people(line);
        let add = |list: &mut Vec<String>, names: Vec<String>| {
            for name in names {
                if !list.contains(&name) {
                    list.push(name);
                }
            }
        };
        if known.authors.is_empty() {
            add(&mut metadata.authors, found.authors);
        }
        add(&mut metadata.editors, found.editors);
    }
}

/// Where no byline names an author, the name that heads the note about one does.
fn writer_of_bio(metadata: &mut Metadata, blocks: &[Block], text: &str) {
    if metadata.authors.is_empty() {
        let named = blocks
            .iter()
            .filter(|block| block.rule == "under-bio-heading")
            .map(|block| &text[block.start..block.end])
            .find(|line| shape::is_name(line));
        metadata.authors.extend(named.map(str::to_owned));
    }
}

/// Place, agency and perhaps the day, from what stands before the first words, or beside the date.
fn dateline(metadata: &mut Metadata, blocks: &[Block], text: &str) {
    for block in blocks.iter().filter(|block| block.kind == SectionKind::Dateline) {
        // The paragraph that follows tells whether a dash ends a dateline.
        let mut to = text.len().min(block.end + 40);
        while !text.is_char_boundary(to) {
            to -= 1;
        }
        let Some(found) = datelines::dateline(&text[block.start..to]) else {
            let written = text[block.start..block.end].trim_end_matches([' ', ',', '|', ':']);
            metadata.dateline.get_or_insert_with(|| written.to_owned());
            continue;
        };
        metadata.dateline = metadata.dateline.take().or(found.place.map(str::to_owned));
        // Between strokes stands who sends out releases for others.
        let agency = found.agency.filter(|agency| !text[block.start..block.end].contains(&format!("/{agency}/")));
        metadata.agency = metadata.agency.take().or(agency.map(|agency| agency_name(agency, blocks, text)));
        let day = found.day.and_then(dates::stamps).and_then(|stamps| stamps.iter().find_map(dates::Stamp::date));
        metadata.published = metadata.published.take().or(day.and_then(|date| date.parse().ok()));
    }
    let bylines = blocks.iter().filter(|block| block.kind == SectionKind::Byline).map(|block| &text[block.start..block.end]);
    let named = bylines.map(|line| line.trim_start_matches("By ")).find_map(|line| lists::agencies().get(line));
    metadata.agency = metadata.agency.take().or(named.map(|name| (*name).to_owned()));
}

/// An agency's name in full: from the list, or from a byline or copyright line whose words have its initials.
fn agency_name(written: &str, blocks: &[Block], text: &str) -> String {
    if let Some(name) = lists::agencies().get(written) {
        return (*name).to_owned();
    }
    let letters = written.chars().count();
    if !(2..=5).contains(&letters) || !written.chars().all(char::is_uppercase) {
        return written.to_owned();
    }
    let lines = blocks
        .iter()
        .filter(|block| matches!(block.kind, SectionKind::Byline | SectionKind::Boilerplate | SectionKind::Credit))
        .map(|block| &text[block.start..block.end]);
    for line in lines {
        let words: Vec<&str> = line.split_whitespace().take(60).map(shape::core).collect();
        let initials = |run: &&[&str]| {
            run.iter().map(|word| word.chars().next()).eq(written.chars().map(Some))
                && run.iter().all(|word| word.chars().nth(1).is_some_and(char::is_lowercase))
        };
        if let Some(run) = words.windows(letters).find(initials) {
            return run.join(" ");
        }
    }
    written.to_owned()
}

/// Day and moment of publication: from date lines outside the comments, where the dateline gave none.
fn when(metadata: &mut Metadata, blocks: &[Block], text: &str, known: &Known) {
    let lines = blocks.iter().filter(|block| block.kind == SectionKind::Date).take(40).map(|block| &text[block.start..block.end]);
    let stamps: Vec<dates::Stamp> = lines.filter_map(dates::stamps).flatten().collect();
    let dated = |stamp: &&dates::Stamp| stamp.date().is_some_and(|date| date.parse::<crate::domain::PartialDate>().is_ok());
    let stated = stamps.iter().filter(|stamp| !stamp.updated).find(dated);
    let found = stated.or_else(|| stamps.iter().find(dated));
    let moment = found.and_then(dates::Stamp::moment).filter(|moment| moment.parse::<jiff::Timestamp>().is_ok());
    let date = found.and_then(dates::Stamp::date).and_then(|date| date.parse().ok());
    if known.published.is_some() || known.published_at.is_some() {
        metadata.published.clone_from(&known.published);
        metadata.published_at.clone_from(&known.published_at);
        return;
    }
    if stated.is_none() && found.is_some() && metadata.published.is_none() {
        let basis = "The text says only when it was last changed.".to_owned();
        metadata.inferred.push(Inferred { field: "published".to_owned(), basis });
    }
    if date.is_some() {
        (metadata.published, metadata.published_at) = (date, moment);
    }
}

/// The publisher: from the head, a `Published by`, a copyright line, the byline; at last the agency.
fn source(metadata: &mut Metadata, blocks: &[Block], text: &str) {
    let words = |block: &Block| &text[block.start..block.end];
    let stated = blocks.iter().find_map(|block| match (block.kind, block.rule) {
        (SectionKind::Boilerplate, "publisher" | "publisher-before-date" | "above-title") => publisher(words(block)),
        (SectionKind::Byline, "below-byline") => {
            words(block).split(',').map(str::trim).find(|part| shape::is_publication(part) && !bylines::is_trade(part)).map(str::to_owned)
        }
        (SectionKind::Boilerplate, _) => owner(words(block)),
        _ => None,
    });
    let in_byline = || {
        blocks.iter().filter(|block| block.kind == SectionKind::Byline).find_map(|block| {
            words(block)
                .split([',', '\n', '|'])
                .skip(1)
                .map(str::trim)
                .find(|part| shape::is_publication(part) && !bylines::is_trade(part))
                .map(str::to_owned)
        })
    };
    metadata.source = stated.or_else(in_byline);
    if metadata.source.is_some() {
        return;
    }
    let agency = || metadata.agency.clone().map(|agency| (agency, "Only the agency is named; it is taken to be the publisher."));
    if let Some((name, basis)) = named_in_passing(blocks, text).or_else(agency) {
        metadata.source = Some(name);
        metadata.inferred.push(Inferred { field: "source".to_owned(), basis: basis.to_owned() });
    }
}

/// The publisher that a line in the head names.
fn publisher(line: &str) -> Option<String> {
    let name = line.split([',', '|', '•', '·']).flat_map(|part| part.split(" - ")).next()?.trim_matches([' ', '-', '–', '—', ':']);
    let joined = name.contains('&') && shape::is_proper(name, 5);
    (shape::is_publication(name) || joined).then(|| name.to_owned())
}

/// A publisher that the page names without saying that it is the page's own.
fn named_in_passing(blocks: &[Block], text: &str) -> Option<(String, &'static str)> {
    blocks.iter().find_map(|block| {
        let words = &text[block.start..block.end];
        let after = |lead: &str| words.split(lead).nth(1).and_then(|rest| proper_run(rest, 6));
        match block.kind {
            SectionKind::Bio => after(" for ")
                .filter(|name| shape::is_publication(name))
                .map(|name| (name, "The note about the author names it as the author's paper.")),
            SectionKind::Byline if words.contains("contributed") => after(" for ").map(|name| (name, "A contributor's credit names it.")),
            SectionKind::Credit => after(" for ").map(|name| (name, "A picture was made for it.")).or_else(|| {
                let owner = words
                    .trim_end_matches([')', '.'])
                    .rsplit('/')
                    .next()
                    .filter(|owner| words.contains('/') && shape::is_publication(owner))?;
                let agency = lists::picture_agencies().contains(&*shape::folded(owner)) || lists::agencies().contains_key(owner);
                (!agency).then(|| (owner.to_owned(), "A picture's credit names it as the photographer's paper."))
            }),
            SectionKind::Boilerplate => words
                .strip_prefix("Follow ")
                .filter(|name| shape::is_publication(name))
                .map(|name| (name.to_owned(), "The page asks its readers to follow it.")),
            _ => None,
        }
    })
}

/// The capitalised words with which a text begins, without the mark that ends them.
fn proper_run(text: &str, most: usize) -> Option<String> {
    let mut run: Vec<&str> = Vec::new();
    for word in text.split_whitespace().take(most) {
        if !(shape::is_capital(word) || !run.is_empty() && word == "&" || run.is_empty() && word == "the") {
            break;
        }
        run.push(word.trim_end_matches([',', '.', ';', ')']));
        if word.ends_with([',', '.', ';', ')']) {
            break;
        }
    }
    let run: Vec<&str> = run.into_iter().skip_while(|word| *word == "the").collect();
    (run.len() >= 2).then(|| run.join(" "))
}

/// Who is named after `Published by` or in a copyright line.
fn owner(line: &str) -> Option<String> {
    let rest = if let Some(rest) = line.strip_prefix("Published by ") {
        rest
    } else {
        let lower = shape::folded(line);
        if !(lower.starts_with('©') || lower.starts_with("copyright") || lower.starts_with("(c)")) {
            return None;
        }
        let skip = |c: char| !c.is_alphabetic();
        let mut rest = line.trim_start_matches(skip);
        for word in ["Copyright", "COPYRIGHT", "copyright", "(c)", "(C)", "by"] {
            rest = rest.strip_prefix(word).unwrap_or(rest).trim_start_matches(skip);
        }
        rest
    };
    let end = rest.find([',', '.', ';', '|', '(']).unwrap_or(rest.len());
    let name =
        rest[..end].trim().trim_end_matches(" All rights reserved").trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ' || c == '-');
    (shape::is_proper(name, 6) && name.len() >= 3).then(|| name.to_owned())
}
