namespace Fusion.Compiler.Operations;

/// <summary>
/// Scales each channel by a gate computed from all channels' means, of all positions or along some axes, weighed by a mask, and of a
/// context beside them (<see cref="SqueezeInputs"/>). It lowers to a global pooling, two 1x1 convolutions with their
/// activations, and a product, so that the rewrites see the same graph as for the same written by hand.
/// </summary>
public static class SqueezeExcite
{
    public static OperationDefinition Definition { get; } = new("SqueezeExcite", Lower) { KeepsShape = true, MostInputs = 3 };

    private static IReadOnlyList<int> Lower(LoweringContext context)
    {
        OperationArguments arguments = context.Arguments;
        SqueezeInputs inputs = SqueezeInputs.Of(context);
        Shape input = inputs.Shape;
        int channels = Reduced(arguments, input.Channels);
        bool bias = arguments.Bool("bias", true);

        int value = inputs.Squeeze(On("pool"));
        value = Convolve(value, channels, arguments.Text("first", "fc1"));
        value = Activate(value, ActivationTable.Create(arguments, "inner", "Relu"), "inner");
        value = Convolve(value, input.Channels, arguments.Text("second", "fc2"));
        value = Activate(value, Gate(arguments), "gate");
        value = inputs.Spread(value, On("gate"));
        if (arguments.Bool("tapGate", false)) context.Tap("gate", value);
        return [context.Builder.Add(new Multiply(), [context.Inputs[0], value], context.Path, context.Origin)];

        Func<Operation, int[], int> On(string name) =>
            (operation, on) => context.Builder.Add(operation, on, ParameterPath.Resolve(context.Path, name), context.Origin);

        int Add(Operation operation, int on, string name) => On(name)(operation, [on]);

        int Convolve(int on, int outputs, string name) =>
            Add(inputs.Layer(ParameterPath.Resolve(context.Path, name), outputs, bias), on, name);

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
