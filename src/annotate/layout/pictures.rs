//! Captions and credits: what stands under pictures, and who made them.

use super::{
    credits,
    lines::{Mark, Piece},
    shape,
};
use crate::{annotate::lists, domain::SectionKind};

/// The most words of a caption.
const MAX_CAPTION: usize = 90;
/// How far from its end a line is searched for a credit, in bytes.
const REACH: usize = 160;

/// Marks the captions and credits that say so themselves, and cuts credits from the captions that they end.
pub fn mark(pieces: Vec<Piece<'_>>) -> Vec<Piece<'_>> {
    let mut marked: Vec<Piece<'_>> = Vec::with_capacity(pieces.len());
    let mut after_label = false;
    for mut piece in pieces {
        let label = caption_label(&piece);
        if let Some((mut caption, mut credit)) = cut(&piece) {
            caption.set(SectionKind::Caption, "before-credit");
            credit.set(SectionKind::Credit, "credit-in-line");
            marked.extend([caption, credit]);
        } else {
            let alone = label.is_some_and(|length| length >= piece.words);
            if label.is_some() {
                piece.set(SectionKind::Caption, "caption-label");
            } else if after_label && !piece.apart && piece.words <= MAX_CAPTION {
                piece.set(SectionKind::Caption, "after-caption-label");
            } else if let Some(rule) = credits::credit_of(&piece) {
                piece.set(SectionKind::Credit, rule);
            }
            marked.push(piece);
            after_label = alone;
            continue;
        }
        after_label = false;
    }
    marked
}

/// The number of words of the label that a caption begins with.
fn caption_label(piece: &Piece<'_>) -> Option<usize> {
    if piece.words > MAX_CAPTION {
        return None;
    }
    let folded = shape::folded_for(lists::caption_labels(), piece.text)?;
    // Some pages run the label into the words: `Media captionThe pier`.
    if folded.starts_with("media caption") || folded.starts_with("image caption") {
        return Some(2);
    }
    let label = lists::caption_labels().longest(&folded)?;
    let one_sentence = piece.words <= 40;
    let said = label.ends_with([':', ',', '-', '–', '—']) || label.contains("file photo") || label.contains("file image");
    (one_sentence && (said || label.starts_with("in this") && !piece.text.contains('"') || folded == label))
        .then(|| label.split(' ').count())
}

/// Cuts a credit from the end of a caption.
fn cut<'a>(piece: &Piece<'a>) -> Option<(Piece<'a>, Piece<'a>)> {
    if piece.words > MAX_CAPTION || piece.words < 4 {
        return None;
    }
    let text = piece.text;
    let mut from = text.len().saturating_sub(REACH);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    if !may_hold_credit(&text[from..]) {
        return None;
    }
    let at = bracketed(text).or_else(|| {
        let starts = text[from..].match_indices([' ', '\n', '\t']).map(|(at, _)| from + at + 1);
        starts.into_iter().find(|&at| begins_credit(text, at))
    })?;
    piece.cut(at).filter(|(before, _)| before.words >= 2)
}

/// Whether a line's end has any of what every credit has: most have none, and need no closer look.
fn may_hold_credit(end: &str) -> bool {
    end.contains(['/', ':', '©'])
        || ["hoto", "mage", "Getty", "icture", "llustration", "ortrait", "ourtesy", "redit", "VIA", " via "]
            .iter()
            .any(|part| end.contains(part))
}

/// The byte at which brackets with a credit open, at the end of a line.
fn bracketed(text: &str) -> Option<usize> {
    let inner = text.trim_end_matches(['.', ' ']).strip_suffix([')', ']'])?;
    let open = inner.rfind(['(', '['])?;
    let words = &inner[open + 1..];
    let said = credits::labelled(words).is_some() || credits::slashed(words).is_some() || credits::copyrighted(words).is_some();
    (said && open > 0).then_some(open)
}

/// Whether the rest of a line from a word on is a credit, and what stands before it a caption.
fn begins_credit(text: &str, at: usize) -> bool {
    let rest = &text[at..];
    if !rest.starts_with(|c: char| c.is_uppercase() || matches!(c, '©' | '@' | '(' | '[')) {
        return false;
    }
    let before = text[..at].trim_end();
    let ends = shape::ends_sentence(before) || before.ends_with(['|', '–', '—', '•']);
    let may = ends || rest.contains(['/', ':']) || rest.contains("mages") || rest.contains("hoto");
    if !may || rest.split_whitespace().take(credits::MAX_WORDS + 1).count() > credits::MAX_WORDS {
        return false;
    }
    let folded = shape::folded(rest);
    let picture_only =
        lists::picture_agencies().contains(&*folded) && (folded.contains("images") || folded.contains("photo") || folded.contains("getty"));
    let labelled = credits::labelled(rest).is_some_and(|_| ends || rest.contains(':'));
    let shouting = shape::is_shouted(rest.split('/').next().unwrap_or_default());
    let slashed = credits::slashed(rest).is_some_and(|_| ends || shouting);
    let owned = rest.strip_prefix('©').is_some_and(|name| shape::is_name(name.trim()));
    labelled
        || slashed
        || ends && (owned || credits::copyrighted(rest).is_some())
        || picture_only && (ends || before.split_whitespace().count() >= 6)
}

/// Whether a paragraph tells what a picture shows: words that only captions use, or one sentence in the present tense.
pub fn is_caption_like(piece: &Piece<'_>) -> bool {
    if piece.words > 60 {
        return false;
    }
    let folded = piece.text.to_lowercase();
    lists::caption_words().iter().any(|words| folded.contains(words)) || is_present(piece)
}

/// Whether one of its words after the first is a verb of captions, and none is a verb of reports.
fn is_present(piece: &Piece<'_>) -> bool {
    let verb = |word: &str| lists::caption_verbs().contains(shape::core(word));
    let report =
        |word: &str| matches!(shape::core(word), "said" | "says" | "told" | "was" | "were" | "had" | "has" | "have" | "would" | "will");
    !piece.text.contains(['"', '“', '”']) && piece.text.split_whitespace().skip(1).any(verb) && !piece.text.split_whitespace().any(report)
}

/// Marks captions by what stands beside them: a credit, or the same words again.
pub fn mark_beside_credits(pieces: &mut [Piece<'_>], has_groups: bool) {
    for at in 0..pieces.len() {
        if !pieces[at].is(SectionKind::Credit) || pieces[at].mark.is_some_and(|mark| mark.rule == "credit-in-line") {
            continue;
        }
        let own_line = pieces[at].apart || !has_groups;
        if let Some(before) = at.checked_sub(1).map(|before| pieces[before]) {
            let closely = !own_line && before.words <= 60 && has_groups;
            if before.mark.is_none() && at > 1 && (closely && before.words >= 3 || is_caption_like(&before)) {
                pieces[at - 1].set(SectionKind::Caption, "above-credit");
            }
        }
        if let Some(after) = pieces.get_mut(at + 1).filter(|after| after.mark.is_none()) {
            let closely = has_groups && !after.apart && own_line && after.words <= 40;
            if closely {
                after.set(SectionKind::Caption, "below-credit");
            }
        }
    }
    mark_repeated(pieces);
}

/// Marks a paragraph as a caption whose words are those of a caption.
fn mark_repeated(pieces: &mut [Piece<'_>]) {
    let captions: std::collections::HashSet<&str> =
        pieces.iter().filter(|piece| piece.is(SectionKind::Caption) && piece.words >= 4).map(|piece| piece.text).collect();
    for piece in pieces.iter_mut().filter(|piece| piece.mark.is_none()) {
        if captions.contains(piece.text) {
            piece.mark = Some(Mark { kind: SectionKind::Caption, rule: "caption-again" });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::layout::lines;

    fn check(text: &str, expected: &[(&str, SectionKind)]) {
        let found: Vec<(&str, SectionKind)> =
            mark(lines::pieces(text)).iter().map(|piece| (piece.text, piece.mark.map_or(SectionKind::Body, |mark| mark.kind))).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_credit_is_cut_from_its_caption() {
        use SectionKind::{Caption, Credit};
        let caption = "Boats lie at the quay in Holm on Friday.";
        for credit in [
            "REUTERS/Ana Lund",
            "(AP Photo/Ana Lund)",
            "Photograph: Ana Lund/Northern Sentinel",
            "Photo by Ana Lund",
            "Getty Images",
            "Ana Lund/AFP via Getty Images",
            "Credit: Ana Lund",
        ] {
            check(&format!("{caption} {credit}"), &[(caption, Caption), (credit, Credit)]);
        }
    }

    #[test]
    fn lines_of_credits_are_told_from_text() {
        for credit in [
            "Richard Ek/AP",
            "Photo credit: AP",
            "Image source, PA Media",
            "Image copyright Reuters",
            "Getty Images",
            "Photographs: Ana Lund",
            "Credit: Reuters/Ana Lund",
            "© Getty Images",
        ] {
            check(credit, &[(credit, SectionKind::Credit)]);
        }
        for text in [
            "He asked for more. Credit is due to both/all.",
            "Photo by photo the story was told again.",
            "It cost 3/4 of the sum",
            "sdv/jbo/rl",
            "The report was published by the agency. (Reuters)",
            "Reuters",
        ] {
            check(text, &[(text, SectionKind::Body)]);
        }
    }

    #[test]
    fn captions_follow_their_labels() {
        use SectionKind::Caption;
        check("Media captionThe mayor spoke on Friday", &[("Media captionThe mayor spoke on Friday", Caption)]);
        check(
            "Text\n\nImage caption,\nThe pier was built in 1971\n\nMore text",
            &[
                ("Text", SectionKind::Body),
                ("Image caption,", Caption),
                ("The pier was built in 1971", Caption),
                ("More text", SectionKind::Body),
            ],
        );
    }
}
