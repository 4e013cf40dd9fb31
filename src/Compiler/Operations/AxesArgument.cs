namespace Fusion.Compiler.Operations;

/// <summary>Reads which axes an operation reduces.</summary>
internal static class AxesArgument
{
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
}
