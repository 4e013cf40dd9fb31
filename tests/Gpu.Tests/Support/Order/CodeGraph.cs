namespace Fusion.Gpu.Tests.Support.Order;

/// <summary>Builds a graph from text with labels and jumps, line by line.</summary>
internal sealed class CodeGraph
{
    private readonly EventGraph _graph = new();
    private readonly Dictionary<string, int> _labels = new(StringComparer.Ordinal);
    private readonly int _end;
    private int _place;

    public CodeGraph()
    {
        _end = _graph.Add();
        _graph.End(_end);
        _place = _graph.Start;
    }

    public EventGraph Graph => _graph;

    /// <summary>A label stands here.</summary>
    public void Label(string name)
    {
        int place = PlaceOf(name);
        _graph.Step(_place, place);
        _place = place;
    }

    /// <summary>Something happens; perhaps, where it depends on a predicate.</summary>
    public void Happen(MemoryEvent one, bool perhaps = false)
    {
        int next = _graph.Add();
        _graph.Step(_place, next, one);
        if (perhaps) _graph.Step(_place, next);
        _place = next;
    }

    /// <summary>A jump; the code goes on behind it where it depends on a condition.</summary>
    public void Jump(string label, bool perhaps)
    {
        _graph.Step(_place, PlaceOf(label));
        Leave(perhaps);
    }

    /// <summary>The kernel ends here.</summary>
    public void Return(bool perhaps)
    {
        _graph.Step(_place, _end);
        Leave(perhaps);
    }

    private void Leave(bool perhaps)
    {
        int next = _graph.Add();
        if (perhaps) _graph.Step(_place, next);
        _place = next;
    }

    private int PlaceOf(string label)
    {
        if (!_labels.TryGetValue(label, out int place)) _labels.Add(label, place = _graph.Add());
        return place;
    }
}
