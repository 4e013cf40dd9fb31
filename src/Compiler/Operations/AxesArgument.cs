namespace Fusion.Compiler.Operations;

/// <summary>Reads along which axes an operation runs.</summary>
internal static class AxesArgument
{
    private static readonly Axes[] s_order = [Axes.Frames, Axes.Height, Axes.Width, Axes.Channels];

    /// <summary>The argument <c>axes</c>: members of Axes with commas between them.</summary>
    public static Axes Read(OperationArguments arguments, Axes fallback)
    {
        if (!arguments.Has("axes")) return fallback;
        string text = arguments.Text("axes");
        return Enum.TryParse(text, ignoreCase: true, out Axes axes) && axes != Axes.None && (axes & ~Axes.All) == 0
            ? axes
            : throw new ShapeException(
                $"{arguments.Kind}: axes is '{text}'; members of Axes were expected, such as Axes.Channels or Axes.Height | Axes.Width.",
                "axes");
    }

    /// <summary>As <see cref="Read(OperationArguments, Axes)"/>, of an input that has at least one of them.</summary>
    /// <exception cref="ShapeException">The input has none of the axes, or none of the positions' that are named one by one.</exception>
    public static Axes Read(OperationArguments arguments, Axes fallback, Shape input)
    {
        Axes axes = Read(arguments, fallback), existing = Reduce.Existing(input), positions = axes & Axes.Positions;
        // Axes.Positions and Axes.All stand for what there is.
        bool isMissed = positions != Axes.None && positions != Axes.Positions && (positions & existing) == Axes.None;
        if (!isMissed && (axes & existing) != Axes.None) return axes;
        string given = arguments.Has("axes") ? $"the axes are {Describe(axes)}" : $"it runs along {Describe(axes)}";
        string missed = positions == Axes.Positions ? "no positions" : $"no {Describe(positions)}";
        throw new ShapeException(
            $"{arguments.Kind}: {given}, but the input {input} has {missed}; its axes are {Describe(existing)}. Choose among them.",
            "axes");
    }

    /// <summary>As C# writes them: <c>Axes.Height | Axes.Width</c>.</summary>
    public static string Describe(Axes axes) => axes is Axes.Positions or Axes.All
        ? "Axes." + axes
        : string.Join(" | ", s_order.Where(axis => axes.HasFlag(axis)).Select(axis => "Axes." + axis));
}
