namespace Fusion.Compiler.Operations;

/// <summary>
/// Scales each channel by a gate computed from all channels' means. It lowers to a global pooling, two 1x1 convolutions with their
/// activations, and a product, so that the rewrites see the same graph as for the same written by hand.
/// </summary>
public static class SqueezeExcite
{
    public static OperationDefinition Definition { get; } = new("SqueezeExcite", Lower) { KeepsShape = true };

    private static IReadOnlyList<int> Lower(LoweringContext context)
    {
        OperationArguments arguments = context.Arguments;
        Shape input = ShapeRule.Spatial("SqueezeExcite", context.InputShapes);
        int channels = Reduced(arguments, input.Channels);
        bool bias = arguments.Bool("bias", true);

        GlobalPoolMode pool = arguments.Enum("pool", GlobalPoolMode.Average);
        int value = Add(new GlobalPool(pool), context.Inputs[0], "pool");
        value = Convolve(value, channels, arguments.Text("first", "fc1"));
        value = Activate(value, ActivationTable.Create(arguments, "inner", "Relu"), "inner");
        value = Convolve(value, input.Channels, arguments.Text("second", "fc2"));
        value = Activate(value, Gate(arguments), "gate");
        if (arguments.Bool("tapGate", false)) context.Tap("gate", value);
        return [context.Builder.Add(new Multiply(), [context.Inputs[0], value], context.Path, context.Origin)];

        int Add(Operation operation, int on, string name) =>
            context.Builder.Add(operation, [on], ParameterPath.Resolve(context.Path, name), context.Origin);

        int Convolve(int on, int outputs, string name) =>
            Add(new Conv(ParameterPath.Resolve(context.Path, name), outputs, [], [], [], [], 1, bias), on, name);

        int Activate(int on, ElementwiseOperation? activation, string name) => activation is null ? on : Add(activation, on, name);
    }

    private static int Reduced(OperationArguments arguments, int channels)
    {
        if (arguments.Int("channels", null) is { } given)
        {
            ShapeRule.AtLeast("SqueezeExcite", "channels", given, 1);
            return !arguments.Has("reduction")
                ? given
                : throw new ShapeException(
                    "SqueezeExcite: both a reduction and the number of channels are given, which say the same thing. Give one of them.",
                    "channels");
        }

        int reduction = arguments.Int("reduction", 16);
        ShapeRule.AtLeast("SqueezeExcite", "reduction", reduction, 1);
        return channels >= reduction
            ? channels / reduction
            : throw new ShapeException(
                $"SqueezeExcite: the reduction is {reduction}, but the input has only {channels} channels, which leaves none. Use a "
                    + "smaller reduction, or give Channels.",
                "reduction");
    }

    private static ElementwiseOperation? Gate(OperationArguments arguments)
    {
        ElementwiseOperation? gate = ActivationTable.Create(arguments, "gate", "Sigmoid");
        if (gate is HardSigmoid hard)
            return new HardSigmoid(arguments.Double("gateSlope", hard.Slope), arguments.Double("gateOffset", hard.Offset));
        foreach (string name in new[] { "gateSlope", "gateOffset" })
        {
            if (!arguments.Has(name)) continue;
            throw new ShapeException(
                $"SqueezeExcite: {name} is given, but the gate is {gate?.Kind ?? "None"}, and only a HardSigmoid has one. Give "
                    + $"Gate = Activation.HardSigmoid, or remove {name}.",
                name);
        }

        return gate;
    }
}
