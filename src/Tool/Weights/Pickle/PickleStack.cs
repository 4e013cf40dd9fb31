namespace Fusion.Tool.Weights.Pickle;

/// <summary>The stack of a pickle and the marks in it, below which no value is taken.</summary>
internal sealed class PickleStack
{
    private readonly List<object?> _values = [];
    private readonly List<int> _marks = [];

    public int Count => _values.Count;

    /// <summary>The last value, which stays.</summary>
    public object? Top => _values[Last()];

    public void Push(object? value) => _values.Add(value);

    public object? Pop()
    {
        int last = Last();
        object? value = _values[last];
        _values.RemoveAt(last);
        return value;
    }

    public void Mark() => _marks.Add(_values.Count);

    /// <summary>Takes everything above the last mark, and the mark.</summary>
    public object?[] PopToMark()
    {
        if (_marks.Count == 0) throw new PickleException("a mark is missing");
        int mark = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        object?[] values = [.. _values.Skip(mark)];
        _values.RemoveRange(mark, values.Length);
        return values;
    }

    private int Last()
    {
        if (_values.Count <= (_marks.Count > 0 ? _marks[^1] : 0)) throw new PickleException("a value is missing on its stack");
        return _values.Count - 1;
    }
}
