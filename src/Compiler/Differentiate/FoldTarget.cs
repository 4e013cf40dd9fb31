namespace Fusion.Compiler.Differentiate;

/// <summary>The layer of a student, with the value that a tap shows, into whose weights a connector may go.</summary>
/// <param name="student">The network as it is declared.</param>
/// <param name="tapped">Its result.</param>
internal sealed class FoldTarget(Graph student, Node tapped)
{
    /// <summary>The layer's path; null where it is not linear, or has more than one tap.</summary>
    public string? Path => tapped.Operation switch
    {
        Linear linear => linear.Path,
        Conv { Groups: 1, Taps: 1 } conv when conv.Padding.IsAll(0) => conv.Path,
        _ => null,
    };

    /// <summary>Whether the layer is applied elsewhere, too, where its weights must stay as they are.</summary>
    public bool IsShared => student.Nodes.Any(other => other.Id != tapped.Id && Names(other).Intersect(Names(tapped)).Any());

    /// <summary>The parameters of what reads the value, directly or not: weights that were trained for it, and say nothing of connected
    /// features.</summary>
    public EquatableArray<string> Behind
    {
        get
        {
            var readers = new HashSet<int> { tapped.Id };
            foreach (Node node in student.Nodes)
                if (node.Inputs.Any(readers.Contains)) readers.Add(node.Id);
            readers.Remove(tapped.Id);
            var elsewhere = new HashSet<string>(student.Nodes.Where(node => !readers.Contains(node.Id)).SelectMany(Names));
            return student.Nodes.Where(node => readers.Contains(node.Id)).SelectMany(Names).Where(name => !elsewhere.Contains(name))
                .Distinct().ToEquatableArray();
        }
    }

    private IEnumerable<string> Names(Node node) =>
        node.Operation.Parameters(student.InputShapes(node)).Select(parameter => parameter.Name);
}
