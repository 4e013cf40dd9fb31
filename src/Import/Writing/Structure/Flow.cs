namespace Fusion.Import.Writing.Structure;

/// <summary>Who makes and who reads which value, by the numbers of the operations.</summary>
/// <param name="uses">The network's operations, each behind those that it reads.</param>
/// <param name="outputs">The values that the network returns.</param>
internal sealed class Flow(IReadOnlyList<Use> uses, IReadOnlyList<int> outputs)
{
    private readonly Dominators _dominators = new(uses);
    private readonly ILookup<int, int> _readers = uses.SelectMany((use, i) => use.Inputs.Distinct().Select(input => (input, i)))
        .ToLookup(pair => pair.input, pair => pair.i);

    public IReadOnlyList<Use> Uses => uses;

    /// <summary>The number of the operation that makes a value; −1 for an input of the network.</summary>
    public int Producer(int value) => _dominators.Producer(value);

    /// <summary>The last operation that all paths to this one go through; −1 where only an input is one.</summary>
    public int Dominator(int use) => _dominators.Of(use);

    /// <summary>A join, and what lies between it and the value that its inputs have in common.</summary>
    public SortedSet<int> Closed(int join)
    {
        int start = Dominator(join);
        var inside = new SortedSet<int> { join };
        var waiting = new Stack<int>([join]);
        while (waiting.Count > 0)
        {
            foreach (int input in uses[waiting.Pop()].Inputs)
            {
                int producer = Producer(input);
                if (producer >= 0 && producer != start && inside.Add(producer)) waiting.Push(producer);
            }
        }

        return inside;
    }

    public bool IsReadWithin(int use, IEnumerable<int> inside) =>
        !outputs.Contains(uses[use].Result) && _readers[uses[use].Result].All(inside.Contains);

    public int? OnlyReader(int use) => !outputs.Contains(uses[use].Result) && _readers[uses[use].Result].ToList() is [var reader]
        ? reader : null;

    /// <summary>Whether a part cannot hold the operation: what makes values larger again joins pyramids, not blocks.</summary>
    public bool IsUnfit(int use) => uses[use].Name is "Upsample" or "Resize" or "ConvTranspose" or "Parameter"
        || (outputs.Contains(uses[use].Result) && _readers[uses[use].Result].Any());

    /// <summary>Whether several values become one, and no parameter takes part.</summary>
    public bool IsJoin(int use) => uses[use].Name is "Add" or "Concat" or "Multiply" && uses[use].Inputs.Distinct().Count() > 1;

    /// <summary>What belongs to the join before it: an activation, or the order of the channels that it joined.</summary>
    public int? Follower(int use) => OnlyReader(use) is { } reader && uses[reader] is { HasParameters: false } next
        && (ActivationTable.Names.Contains(next.Name) || (next.Name == "ChannelShuffle" && uses[use].Name == "Concat")) ? reader : null;
}
