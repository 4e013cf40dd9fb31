namespace Fusion.Compiler.Operations;

/// <summary>
/// How recurrent layers lower: for each layer and direction a linear layer, which has all positions at once, and the
/// <see cref="Recurrence"/>.
/// </summary>
internal static class RecurrentLayers
{
    /// <summary>More than any published network has on top of each other.</summary>
    private const int MostLayers = 100;

    /// <param name="create">Makes the recurrence of a path, a hidden size, a suffix of names, with a bias or none, of a direction.</param>
    public static OperationDefinition Define(string kind, Func<string, int, string, bool, bool, Recurrence> create) =>
        new(kind, context => [Lower(kind, context, create)]);

    /// <summary>The shape of the one input, which must be a sequence.</summary>
    public static Shape Sequence(string kind, IReadOnlyList<Shape> inputs)
    {
        Shape input = ShapeRule.Single(kind, inputs);
        if (input.SpatialRank == 1) return input;
        throw new ShapeException(
            $"{kind}: the input is {input}, but a sequence (L, C) was expected, whose positions are its steps. "
                + (input.SpatialRank == 0 ? $"Reshape it to ({input.Channels}, 1) or (1, {input.Channels}), or apply it before the pooling."
                    : $"Reshape it to ({input.Pixels}, {input.Channels}), or take means along one of its dimensions."));
    }

    private static int Lower(string kind, LoweringContext context, Func<string, int, string, bool, bool, Recurrence> create)
    {
        OperationArguments arguments = context.Arguments;
        Sequence(kind, context.InputShapes);
        int hidden = arguments.Int("hidden"), layers = arguments.Int("layers", 1);
        ShapeRule.AtLeast(kind, "hidden", hidden, 1);
        ShapeRule.AtLeast(kind, "layers", layers, 1);
        if (layers > MostLayers)
            throw new ShapeException($"{kind}: layers is {layers}, but it must be at most {MostLayers}. Use fewer.", "layers");
        double weights = (double)create("", hidden, "", true, false).Gates * hidden * hidden;
        if (weights > Limits.Elements)
        {
            throw new ShapeException(
                $"{kind}: hidden is {hidden}, for which the state is multiplied by more than {Limits.Elements} weights. Use a smaller "
                    + "one.", "hidden");
        }

        bool bias = arguments.Bool("bias", true), reverse = arguments.Bool("reverse", false);
        bool[] directions = !arguments.Bool("bidirectional", false) ? [reverse]
            : !arguments.Has("reverse") ? [false, true]
            : throw new ShapeException(
                $"{kind}: both reverse and bidirectional are given, but a layer of two directions has the reverse one already. Leave "
                    + "Reverse out.",
                "reverse");
        int value = context.Inputs[0];
        for (int layer = 0; layer < layers; layer++)
        {
            int[] results = [.. directions.Select(isReverse => OneWay(value, $"_l{layer}", isReverse))];
            value = results.Length == 1 ? results[0] : Add(new Concat(), "", results);
        }

        return value;

        int OneWay(int input, string name, bool isReverse)
        {
            // A layer of one direction has its name whatever the direction is, as in PyTorch.
            string suffix = name + (isReverse && directions.Length > 1 ? "_reverse" : "");
            Recurrence steps = create(context.Path, hidden, suffix, bias, isReverse);
            Linear layer = steps.Layer with { WeightSuffix = "weight_ih" + suffix, BiasSuffix = "bias_ih" + suffix };
            return Add(steps, "", Add(layer, "ih" + suffix, input));
        }

        int Add(Operation operation, string name, params int[] inputs) =>
            context.Builder.Add(operation, inputs, ParameterPath.Join(context.Path, name), context.Origin);
    }
}
