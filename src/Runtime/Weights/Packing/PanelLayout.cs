namespace Fusion.Runtime;

/// <summary>Where the panels of one group of a packed convolution lie.</summary>
internal readonly record struct PanelLayout
{
    private readonly int _panel;
    private readonly int _tail;
    private readonly long _depth;

    public PanelLayout(int panel, int tail, int outputs, int inputs, int taps)
    {
        if (panel <= 0 || tail < 0 || outputs <= 0 || inputs <= 0 || taps <= 0)
            throw new InvalidOperationException($"No layout: panel {panel}, tail {tail}, outputs {outputs}, inputs {inputs}, taps {taps}.");
        _panel = panel;
        _tail = tail;
        _depth = (long)inputs * taps;
        Outputs = outputs;
        Panels = tail == 0 ? (outputs + panel - 1) / panel : (Math.Max(outputs - tail, 0) + panel - 1) / panel + 1;
    }

    /// <summary>Output channels of the group.</summary>
    public int Outputs { get; }

    /// <summary>Panels, the narrower last one included.</summary>
    public int Panels { get; }

    /// <summary>Output channels of all panels, padding included.</summary>
    public int Width => (Panels - 1) * _panel + WidthOf(Panels - 1);

    public long GroupFloats => Width * _depth;

    public int WidthOf(int number) => _tail != 0 && number == Panels - 1 ? _tail : _panel;

    public long PanelOffset(int number) => number * _panel * _depth;
}
