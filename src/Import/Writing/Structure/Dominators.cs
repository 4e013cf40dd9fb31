namespace Fusion.Import.Writing.Structure;

/// <summary>For each operation the last one that all paths from the network's inputs to it go through.</summary>
internal sealed class Dominators
{
    private readonly Dictionary<int, int> _producers = [];
    private readonly int[] _above;
    private readonly int[] _depths;

    public Dominators(IReadOnlyList<Use> uses)
    {
        _above = new int[uses.Count];
        _depths = new int[uses.Count];
        for (int i = 0; i < uses.Count; i++)
        {
            // What has no inputs, a parameter, lies on no path.
            int[] inputs = [.. uses[i].Inputs.Where(input => !IsParameter(uses, input)).Select(Producer).Distinct()];
            _above[i] = inputs.Length == 0 ? -1 : inputs.Aggregate(Common);
            _depths[i] = Depth(_above[i]) + 1;
            _producers[uses[i].Result] = i;
        }
    }

    /// <summary>The number of the operation that makes a value; −1 for an input of the network.</summary>
    public int Producer(int value) => _producers.GetValueOrDefault(value, -1);

    /// <summary>The number of the dominator; −1 where only an input is one.</summary>
    public int Of(int use) => _above[use];

    private bool IsParameter(IReadOnlyList<Use> uses, int value) =>
        Producer(value) is >= 0 and var number && uses[number].Inputs.Count == 0;

    private int Depth(int use) => use < 0 ? 0 : _depths[use];

    private int Common(int first, int second)
    {
        while (first != second)
        {
            if (Depth(first) >= Depth(second)) first = _above[first];
            else second = _above[second];
        }

        return first;
    }
}
