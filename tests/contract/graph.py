"""Opens every kind of graph as networkx does, and compares it with the JSON. The base address of a running server is in ONRECORD_URL."""

import csv
import io
import json
import os
import urllib.request

import networkx

BASE = os.environ["ONRECORD_URL"]


def get(path):
    with urllib.request.urlopen(BASE + path) as answer:
        return answer.read().decode()


def table(path):
    return list(csv.DictReader(io.StringIO(get(path), newline="")))


def compare(query):
    """One graph from GraphML, from the two tables and from JSON: the same nodes, edges, weights, degrees and ids."""
    answer = json.loads(get(f"/v1/graph?{query}&limit=5000"))
    graph = networkx.parse_graphml(get(f"/v1/graph.graphml?{query}"))
    assert answer["total_edges"] > 0, query
    assert graph.is_directed() == answer["directed"], query
    assert not graph.is_multigraph(), query
    assert graph.graph["dataset"] == answer["dataset"]["version"], query
    assert (len(graph), graph.number_of_edges()) == (answer["total_nodes"], answer["total_edges"]), query
    for node in answer["nodes"]:
        of = graph.nodes[node["id"]]
        assert (of["label"], of["type"]) == (node["name"], node["type"]), node
        assert graph.degree(node["id"]) == node["degree"], node
        assert graph.degree(node["id"], weight="weight") == node["weighted_degree"], node
        for count in ["articles", "quotes", "quoted_about"]:
            assert of.get(count) == node.get(count), node
        if graph.is_directed():
            assert (graph.in_degree(node["id"]), graph.out_degree(node["id"])) == (node["in_degree"], node["out_degree"]), node
    for edge in answer["edges"]:
        of = graph.edges[edge["source"], edge["target"]]
        ids = of["ids"].split("; ")
        assert of["weight"] == edge["weight"] == len(ids), edge
        assert ids[: len(edge["ids"])] == edge["ids"] and len(ids) == len(edge["ids"]) + edge["more_ids"], edge
    by_table = networkx.DiGraph() if graph.is_directed() else networkx.Graph()
    by_table.add_nodes_from(row["Id"] for row in table(f"/v1/graph/nodes.csv?{query}"))
    by_table.add_weighted_edges_from((row["Source"], row["Target"], int(row["Weight"])) for row in table(f"/v1/graph.csv?{query}"))
    assert networkx.utils.nodes_equal(by_table, graph), query
    assert sorted(by_table.edges(data="weight")) == sorted(graph.edges(data="weight")), query


for query in ["", "edge=quoted_with", "edge=named_with", "edge=named_with&min_weight=2&node_type=person", "type=direct", "edge=quoted_with&from=2014"]:
    compare(query)
