using Fusion.Import.Protocol;

namespace Fusion.Import.Operators;

/// <summary>If, where it is known while the model is read which branch is taken: exporters write one around each Squeeze whose dimension
/// might not be 1.</summary>
internal static class Branching
{
    public static void If(NodeContext context)
    {
        if (context.Input(0).Constant is not { Elements: 1 } condition)
            throw new ImportException("its condition is computed from an input, but must be known while the model is read");
        string name = condition.Scalar != 0 ? "then_branch" : "else_branch";
        ModelGraph branch = context.Node.Attributes.GetValueOrDefault(name)?.Graph
            ?? throw new ImportException($"it has no graph '{name}'");
        if (branch.Inputs.Count > 0) throw new ImportException($"its graph '{name}' has inputs, of which a branch has none");
        Take(context, branch, name);
    }

    private static void Take(NodeContext context, ModelGraph branch, string name)
    {
        ImportSession session = context.Session;
        // All that the file says and the branch does not: what is around it is known, or the node would not be imported now.
        IReadOnlyList<ModelNode> nodes = NodeOrder.Sort(branch, branch.Captured);
        UnsupportedNode[] unknown = [.. NodeWalk.WithUnknownOperators(branch.Nodes)];
        if (unknown.Length > 0)
            throw new ImportException($"its graph '{name}' needs {string.Join(", ", unknown.Select(node => node.Operator).Distinct())}, "
                + "which is not known");
        if (branch.OwnNames.FirstOrDefault(session.IsOuter) is { } twice)
            throw new ImportException($"its graph '{name}' makes the value '{twice}', which the graph around it makes, too");
        session.Enter(branch);
        session.Walk.Import(nodes);
        for (int i = 0; i < context.Node.Outputs.Count; i++)
        {
            if (i >= branch.Outputs.Count) throw new ImportException($"its graph '{name}' has {branch.Outputs.Count} results only");
            string value = branch.Outputs[i].Name;
            if (session.Walk.IsUnknown(value)) session.Walk.Forget([context.Node.Outputs[i]]);
            else if (session.Values.TryGetValue(value, out ImportedValue result)) context.Return(result, i);
            else throw new ImportException($"its graph '{name}' has the result '{value}', which nothing makes");
        }
    }
}
