namespace Fusion.Compiler.Lower;

/// <summary>Finds softmaxes and norms whose sums have one term, so that their result hardly depends on their input.</summary>
internal static class NormsOfOne
{
    /// <returns>What is suspicious, as a sentence; null where nothing is.</returns>
    public static string? Find(OperationArguments arguments, Shape input)
    {
        if (arguments.Kind is "Softmax" or "LogSoftmax") return OfSoftmax(arguments, input);
        var (over, terms) = arguments.Kind switch
        {
            "LayerNorm" => ("the channels", input.Channels),
            "InstanceNorm" => ("the positions", input.Pixels),
            "GroupNorm" => ("the positions and a group's channels", input.Pixels * (input.Channels / arguments.Int("groups"))),
            _ => ("", 2),
        };
        return terms > 1 ? null
            : $"{arguments.Kind} takes the mean over {over} away, of which the input {input} has one, so that nothing of it is left: the "
                + "result is 0, or the bias; remove it, or use BatchNorm";
    }

    private static string? OfSoftmax(OperationArguments arguments, Shape input)
    {
        Axes axes = AxesArgument.Read(arguments, Axes.Channels);
        if (Reduce.Result(input, axes) != input) return null;
        string result = arguments.Kind == "Softmax" ? "1" : "0";
        return axes == Axes.Channels
            ? $"{arguments.Kind} runs over the channels, and the input {input} has one, so that the result is {result} everywhere; "
                + $"use {(arguments.Kind == "Softmax" ? "Sigmoid" : "Log(Sigmoid(x))")} for the probability of one class, or give the "
                + "layer before it two outputs"
            : $"{arguments.Kind} runs along {AxesArgument.Describe(axes)}, where the input {input} has the size 1, so that the result is "
                + $"{result} everywhere; give it axes along which there is more";
    }
}
