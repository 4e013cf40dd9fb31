namespace Fusion.Tool.Skeletons;

/// <summary>A value in <c>Forward</c>.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Channels">Its channels.</param>
/// <param name="IsVector">Whether it has no positions any more.</param>
internal sealed record FlowValue(string Name, int Channels, bool IsVector)
{
    public bool IsUsed { get; set; }
}

/// <summary>
/// What reads what, which weights do not tell: each layer reads the value before it where the channels fit, or else an earlier one where
/// they do; where none fits, the value before it is brought to so many channels.
/// </summary>
internal sealed class ChannelFlow(FlowValue input)
{
    private static readonly string[] s_shortcuts = ["downsample", "shortcut", "skip"];

    private readonly List<FlowValue> _values = [input];

    public FlowValue Last => _values[^1];

    public IReadOnlyList<FlowValue> Values => _values;

    public void Add(FlowValue value) => _values.Add(value);

    /// <summary>The value that a layer reads, and the groups of a convolution.</summary>
    public (FlowValue Value, int Groups) Read(LayerGuess? guess, int inputs, string name)
    {
        List<FlowValue> spatial = [.. _values.Where(value => !value.IsVector || guess?.Kernel.Count is null or 0)];
        FlowValue last = spatial.Count > 0 ? spatial[^1] : Last;
        if (s_shortcuts.Any(shortcut => name.Contains(shortcut, StringComparison.OrdinalIgnoreCase)) && Fits(_values[0], guess, inputs))
            return (_values[0], Groups(_values[0], guess));
        if (Fits(last, guess, inputs)) return (last, Groups(last, guess));
        bool prefersGroups = guess is { IsConvolution: true } && guess.Kernel.Any(size => size > 1);
        if (prefersGroups && CanGroup(last, guess!)) return (last, last.Channels / guess!.Inputs);
        FlowValue? earlier = spatial.FindLast(value => Fits(value, guess, inputs));
        if (earlier is not null) return (earlier, Groups(earlier, guess));
        return guess is { IsConvolution: true } && CanGroup(last, guess) ? (last, last.Channels / guess.Inputs) : (last, 1);
    }

    /// <summary>The value with so many channels.</summary>
    public static string Adapted(string value, int channels, int wanted) =>
        channels == wanted ? value
        : channels > wanted ? $"Slice({value}, 0, {wanted})" : $"PadChannels({value}, 0, {wanted - channels})";

    private static bool Fits(FlowValue value, LayerGuess? guess, int inputs) =>
        guess is { IsLikelyDepthwise: true } ? value.Channels == guess.Outputs || value.Channels == 1 : value.Channels == inputs;

    private static int Groups(FlowValue value, LayerGuess? guess) =>
        guess is { IsLikelyDepthwise: true } && value.Channels == guess.Outputs ? guess.Outputs : 1;

    private static bool CanGroup(FlowValue value, LayerGuess guess) =>
        value.Channels % guess.Inputs == 0 && guess.Outputs % (value.Channels / guess.Inputs) == 0;
}
