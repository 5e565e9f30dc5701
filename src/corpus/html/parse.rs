//! Parsing pages, with bounds: a page of a few megabytes can ask a parser for billions of elements, or nest them a million deep.

use std::{
    borrow::Cow,
    cell::{Cell, RefCell},
};

use dom_query::{Document, NodeData, NodeId, NodeRef, TreeNode};
use html5ever::{
    Attribute, ParseOpts, QualName,
    buffer_queue::BufferQueue,
    parse_document,
    tendril::{StrTendril, TendrilSink},
    tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts, states::RawKind},
    tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeBuilderOpts, TreeSink},
};

use super::text::Flow;

/// The deepest element that is taken: browsers stop at 512, and the search for the main text goes from element to element.
const MAX_DEPTH: usize = 256;

/// The most nodes that a page may have.
const MAX_NODES: usize = 1_000_000;

/// How much is parsed before the bounds are looked at, in bytes: within it, elements can become a thousand times as many as were written.
const PIECE: usize = 4096;

/// How long a text grows in one node, in bytes. To write one out takes html5ever a time that grows with the square of the `&` in it.
const LONGEST_TEXT: usize = 8192;

/// Parses a page; `None` where it is nested too deeply or has too many nodes.
pub fn parse(html: &str) -> Option<Document> {
    let options =
        ParseOpts { tree_builder: TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() }, ..ParseOpts::default() };
    let mut parser = parse_document(Bounded::default(), options);
    let mut rest = html;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.ceil_char_boundary(PIECE));
        parser.process(StrTendril::from(piece));
        let sink = &parser.tokenizer.sink.sink;
        if sink.is_too_deep.get() || sink.document.tree.len() > MAX_NODES {
            return None;
        }
        rest = after;
    }
    let Bounded { document, is_too_deep } = parser.finish();
    (!is_too_deep.get()).then_some(document)
}

/// A document that notices when it becomes too deep. Everything else it hands on.
#[derive(Default)]
struct Bounded {
    document: Document,
    is_too_deep: Cell<bool>,
}

impl Bounded {
    fn check(&self, parent: NodeId, child: &NodeOrText<NodeId>) {
        if matches!(child, NodeOrText::AppendNode(_))
            && self.document.tree.ancestor_ids_of_it(&parent, Some(MAX_DEPTH)).count() >= MAX_DEPTH
        {
            self.is_too_deep.set(true);
        }
    }
}

/// Whether a node is so long a text that the next piece of it is better a node of its own.
fn is_long(node: Option<NodeRef>) -> bool {
    let length = |node: &TreeNode| if let NodeData::Text { contents } = &node.data { contents.len() } else { 0 };
    node.and_then(|node| node.query(length)).is_some_and(|length| length >= LONGEST_TEXT)
}

impl TreeSink for Bounded {
    type Handle = NodeId;
    type Output = Self;
    type ElemName<'a> = <Document as TreeSink>::ElemName<'a>;

    fn finish(self) -> Self {
        self
    }

    // One text would be kept for every error, of which a page may have millions.
    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        self.document.get_document()
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Self::ElemName<'a> {
        self.document.elem_name(target)
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        self.document.create_element(name, attributes, flags)
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.document.create_comment(text)
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> NodeId {
        self.document.create_pi(target, data)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.check(*parent, &child);
        match child {
            NodeOrText::AppendText(contents) if is_long(self.document.tree.last_child_of(parent)) => {
                self.document.tree.append_child_data_of(parent, NodeData::Text { contents });
            }
            child => self.document.append(parent, child),
        }
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        if self.document.tree.parent_of(element).is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.document.append_doctype_to_document(name, public, system);
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        self.document.get_template_contents(target)
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.document.set_quirks_mode(mode);
    }

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        self.check(*sibling, &child);
        match child {
            NodeOrText::AppendText(text) if is_long(self.document.tree.prev_sibling_of(sibling)) => {
                let text = self.document.tree.new_text(text).id;
                self.document.tree.insert_before_of(sibling, &text);
            }
            child => self.document.append_before_sibling(sibling, child),
        }
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attributes: Vec<Attribute>) {
        self.document.add_attrs_if_missing(target, attributes);
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.document.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        self.document.reparent_children(node, new_parent);
    }

    fn is_mathml_annotation_xml_integration_point(&self, handle: &NodeId) -> bool {
        self.document.is_mathml_annotation_xml_integration_point(handle)
    }
}

/// The words of a page by its tags alone, one after the other, without a tree.
pub fn words_without_tree(html: &str) -> String {
    let tokenizer = Tokenizer::new(Words::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.flow.into_inner().finish()
}

/// Writes the words between tags.
#[derive(Default)]
struct Words {
    flow: RefCell<Flow>,
    is_code: Cell<bool>,
}

impl TokenSink for Words {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        match token {
            Token::CharacterTokens(text) if !self.is_code.get() => self.flow.borrow_mut().words(&text),
            Token::TagToken(Tag { kind, name, .. }) => {
                self.flow.borrow_mut().edge(&name);
                let is_code = kind == TagKind::StartTag && matches!(&*name, "script" | "style");
                self.is_code.set(is_code);
                if is_code {
                    return TokenSinkResult::RawData(if &*name == "script" { RawKind::ScriptData } else { RawKind::Rawtext });
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}
