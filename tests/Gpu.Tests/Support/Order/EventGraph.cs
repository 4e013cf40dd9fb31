namespace Fusion.Gpu.Tests.Support.Order;

/// <summary>
/// What a thread may do, along the control flow: places in the code, and steps between them, some of which are events. The sequences of
/// events from the start to an end are the traces of the kernel.
/// </summary>
internal sealed class EventGraph
{
    private readonly List<List<(int To, MemoryEvent? Event)>> _steps = [];
    private readonly HashSet<int> _ends = [];

    public EventGraph() => Start = Add();

    public int Start { get; }

    public IEnumerable<MemoryEvent> Events =>
        _steps.SelectMany(steps => steps).Where(step => step.Event is not null).Select(step => step.Event!.Value);

    /// <summary>A new place.</summary>
    public int Add()
    {
        _steps.Add([]);
        return _steps.Count - 1;
    }

    /// <summary>A step; without an event where nothing happens that others see.</summary>
    public void Step(int from, int to, MemoryEvent? happens = null) => _steps[from].Add((to, happens));

    /// <summary>The kernel may end here.</summary>
    public void End(int place) => _ends.Add(place);

    public bool IsEnd(IReadOnlySet<int> places) => _ends.Overlaps(places);

    /// <summary>All places that are reached without an event that is looked at.</summary>
    public HashSet<int> Closure(IEnumerable<int> places, Func<MemoryEvent, bool> isSeen)
    {
        var reached = new HashSet<int>(places);
        var open = new Stack<int>(reached);
        while (open.TryPop(out int place))
        {
            foreach ((int to, MemoryEvent? happens) in _steps[place])
                if ((happens is null || !isSeen(happens.Value)) && reached.Add(to)) open.Push(to);
        }
        return reached;
    }

    /// <summary>The events that may come next, and where they lead.</summary>
    public Dictionary<MemoryEvent, List<int>> Next(IReadOnlySet<int> places, Func<MemoryEvent, bool> isSeen)
    {
        var next = new Dictionary<MemoryEvent, List<int>>();
        foreach (int place in places)
        {
            foreach ((int to, MemoryEvent? happens) in _steps[place])
            {
                if (happens is not { } seen || !isSeen(seen)) continue;
                if (!next.TryGetValue(seen, out List<int>? targets)) next.Add(seen, targets = []);
                targets.Add(to);
            }
        }
        return next;
    }
}
