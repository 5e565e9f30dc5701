//! A graph as GraphML (<http://graphml.graphdrawing.org/specification.html>), in the part of it that Gephi, networkx and igraph all read:
//! typed attributes, one graph, no nesting. Gephi knows `label` and `weight` by their names.

use std::{borrow::Cow, io};

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesStart, BytesText, Event},
};

use super::{
    answer::GraphNode,
    send::{Format, Whole},
};
use crate::store::graph::{Degree, Edge, Node};

/// The attributes: for what, their name, and their type.
const KEYS: [(&str, &str, &str); 10] = [
    ("graph", "dataset", "string"),
    ("graph", "counted", "long"),
    ("node", "label", "string"),
    ("node", "type", "string"),
    ("node", "articles", "long"),
    ("node", "quotes", "long"),
    ("node", "quoted_about", "long"),
    ("edge", "weight", "long"),
    ("edge", "edge", "string"),
    ("edge", "ids", "string"),
];

/// The whole graph.
pub struct GraphMl;

impl Format for GraphMl {
    const MEDIA_TYPE: &'static str = "application/graphml+xml";
    const NAME: &'static str = "graph";
    const ENDING: &'static str = "graphml";
    const HAS: (bool, bool) = (true, true);

    fn head(&self, whole: &Whole) -> io::Result<Vec<u8>> {
        let mut writer = Writer::new(Vec::new());
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        end_line(&mut writer);
        let namespaces = [
            ("xmlns", "http://graphml.graphdrawing.org/xmlns"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
            ("xsi:schemaLocation", "http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd"),
        ];
        writer.write_event(Event::Start(BytesStart::new("graphml").with_attributes(namespaces)))?;
        end_line(&mut writer);
        for (of, name, kind) in KEYS {
            let attributes = [("id", &*key(of, name)), ("for", of), ("attr.name", name), ("attr.type", kind)];
            writer.create_element("key").with_attributes(attributes).write_empty()?;
            end_line(&mut writer);
        }
        let direction = if whole.network.edge.is_directed() { "directed" } else { "undirected" };
        let graph = BytesStart::new("graph").with_attributes([("id", whole.network.edge.as_str()), ("edgedefault", direction)]);
        writer.write_event(Event::Start(graph))?;
        data(&mut writer, "graph", "dataset", &whole.snapshot.dataset().version)?;
        data(&mut writer, "graph", "counted", &whole.network.items.to_string())?;
        end_line(&mut writer);
        Ok(writer.into_inner())
    }

    fn nodes(&self, whole: &Whole, nodes: &[(Node<'_>, Degree)]) -> io::Result<Vec<u8>> {
        let mut writer = Writer::new(Vec::new());
        for (node, degree) in nodes {
            let node = GraphNode::of(whole.network.edge, *node, *degree);
            writer.create_element("node").with_attribute(("id", &*clean(&node.id))).write_inner_content(|writer| {
                data(writer, "node", "label", &node.name)?;
                data(writer, "node", "type", node.r#type.as_str())?;
                for (name, number) in [("articles", node.articles), ("quotes", node.quotes), ("quoted_about", node.quoted_about)] {
                    number.map(|number| data(writer, "node", name, &number.to_string())).transpose()?;
                }
                Ok(())
            })?;
            end_line(&mut writer);
        }
        Ok(writer.into_inner())
    }

    fn edges(&self, whole: &Whole, edges: &[(&Edge, &[String])]) -> io::Result<Vec<u8>> {
        let mut writer = Writer::new(Vec::new());
        let network = &whole.network;
        for (edge, ids) in edges {
            let (source, target) = (&network.node(edge.source).entity.id, &network.node(edge.target).entity.id);
            let ends = [("source", &*clean(source)), ("target", &*clean(target))];
            writer.create_element("edge").with_attributes(ends).write_inner_content(|writer| {
                data(writer, "edge", "weight", &edge.weight.to_string())?;
                data(writer, "edge", "edge", network.edge.as_str())?;
                data(writer, "edge", "ids", &ids.join("; "))
            })?;
            end_line(&mut writer);
        }
        Ok(writer.into_inner())
    }

    fn tail(&self) -> &'static str {
        "</graph></graphml>\n"
    }
}

/// The key of an attribute. Programs that go by keys rather than names know `weight` and `label`.
fn key(of: &str, name: &str) -> String {
    if matches!((of, name), ("edge", "weight") | ("node", "label")) { name.to_owned() } else { format!("{of}_{name}") }
}

/// A line for each element, for those who look into the file.
fn end_line(writer: &mut Writer<Vec<u8>>) {
    writer.get_mut().push(b'\n');
}

/// The value of an attribute.
fn data(writer: &mut Writer<Vec<u8>>, of: &str, name: &str, value: &str) -> io::Result<()> {
    let element = writer.create_element("data").with_attribute(("key", &*key(of, name)));
    element.write_text_content(BytesText::new(&clean(value))).map(drop)
}

/// A text without the characters that no XML 1.0 document can hold, not even escaped (<https://www.w3.org/TR/xml/#charsets>): each becomes U+FFFD.
fn clean(text: &str) -> Cow<'_, str> {
    let is_barred =
        |character: char| matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if text.contains(is_barred) { text.replace(is_barred, "\u{fffd}").into() } else { text.into() }
}
