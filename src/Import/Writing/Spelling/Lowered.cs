namespace Fusion.Import.Writing.Spelling;

/// <summary>
/// Whether a use says the same as a part of the graph: it is lowered as the compiler would, and the nodes are compared. So a spelling of
/// several nodes needs no knowledge of what it lowers to but a guess at its arguments.
/// </summary>
internal sealed class Lowered(Graph graph, IReadOnlyList<IReadOnlyList<int>> consumers)
{
    /// <param name="name">The operation.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="inputs">The nodes that it would read.</param>
    /// <param name="root">The node that it would make.</param>
    /// <returns>The nodes that it stands for, in the order of lowering, and the parameters that it would have; null where it says something
    /// else, or where others read what is inside.</returns>
    public (IReadOnlyList<int> Nodes, IReadOnlyList<OwnParameter> Parameters)? Match(
        string name, IEnumerable<KeyValuePair<string, object>> arguments, IReadOnlyList<int> inputs, int root)
    {
        var builder = new GraphBuilder("");
        int[] given = [.. inputs.Select((input, i) => builder.Input($"x{i}", [.. graph.Nodes[input].Shape.Dimensions]))];
        IReadOnlyList<int> results;
        try
        {
            var context = new LoweringContext(builder, new OperationArguments(name, arguments), given, "", -1);
            results = OperationTable.Find(name)!.Lower(context);
        }
        catch (Exception exception) when (exception is ShapeException or OverflowException)
        {
            return null;
        }

        var matched = new Dictionary<int, int>();
        for (int i = 0; i < given.Length; i++) matched[given[i]] = inputs[i];
        if (results.Count != 1 || given.Contains(results[0]) || !Fits(results[0], root)) return null;
        int[] inside = [.. matched.Where(pair => !given.Contains(pair.Key)).OrderBy(pair => pair.Key).Select(pair => pair.Value)];
        bool isClosed = inside.All(id => id == root || (!graph.IsOutput(id) && !graph.IsTapped(id)
            && consumers[id].All(reader => inside.Contains(reader))));
        if (!isClosed || inside.Distinct().Count() != inside.Length) return null;
        return (inside, [.. matched.Where(pair => !given.Contains(pair.Key)).OrderBy(pair => pair.Key)
            .SelectMany(pair => Names(graph.Nodes[pair.Value], graph).Zip(Names(builder[pair.Key], builder.Build()),
                (name, suffix) => new OwnParameter(name, suffix)))]);

        static IEnumerable<string> Names(Node node, Graph graph) =>
            node.Operation.Parameters(graph.InputShapes(node)).Select(parameter => parameter.Name);

        bool Fits(int lowered, int id)
        {
            if (matched.TryGetValue(lowered, out int known)) return known == id;
            Node expected = builder[lowered], found = graph.Nodes[id];
            if (Anonymous.Of(expected.Operation) != Anonymous.Of(found.Operation) || expected.Inputs.Count != found.Inputs.Count)
                return false;
            matched[lowered] = id;
            if (Pairwise(found.Inputs)) return true;
            return found.Operation is Add or Multiply && Pairwise([.. found.Inputs.Reverse()]);

            bool Pairwise(IReadOnlyList<int> ids)
            {
                var before = matched.ToList();
                if (expected.Inputs.Zip(ids, Fits).All(fits => fits)) return true;
                matched.Clear();
                foreach (var pair in before) matched[pair.Key] = pair.Value;
                return false;
            }
        }
    }
}
