namespace Fusion.Compiler.Operations;

/// <summary>
/// A gate for the channels of each of several values, from the means of all of them through one first layer. It lowers to poolings, linear
/// layers and products, as <see cref="SqueezeExcite"/> does. Joze et al., "MMTM: Multimodal Transfer Module for CNN Fusion", arXiv
/// 1911.08670.
/// </summary>
public static class JointSqueezeExcite
{
    private const string Kind = "JointSqueezeExcite";

    /// <summary>More values than any fusion of modalities has.</summary>
    private const int Most = 16;

    public static OperationDefinition Definition { get; } = new(Kind, Lower) { MostInputs = Most };

    private static IReadOnlyList<int> Lower(LoweringContext context)
    {
        OperationArguments arguments = context.Arguments;
        IReadOnlyList<Shape> shapes = context.InputShapes;
        if (shapes.Count < 2)
        {
            throw new ShapeException(
                $"{Kind}: it was given one input, but it squeezes at least two together. Call it with several, as in joint(a, b), or use "
                    + "SqueezeExcite.");
        }

        bool bias = arguments.Bool("bias", true);
        int[] means = [.. context.Inputs.Select((id, i) =>
            shapes[i].Rank == 1 ? id : Add(new GlobalPool(GlobalPoolMode.Average), $"pool.{i}", id))];
        int shared = Linear(Add(new Concat(), "pool", means), Reduced(arguments, shapes.Sum(shape => shape.Channels)), "squeeze");
        shared = Activate(shared, ActivationTable.Create(arguments, "inner", "Relu"), "inner");
        double factor = arguments.Double("factor", 2);
        return [.. context.Inputs.Select((id, i) =>
        {
            int gate = Linear(shared, shapes[i].Channels, $"excite.{i}");
            gate = Activate(gate, ActivationTable.Create(arguments, "gate", "Sigmoid"), $"gate.{i}");
            if (factor != 1) gate = Add(new Affine(factor), $"gate.{i}", gate);
            return Add(new Multiply(), "", id, gate);
        })];

        int Add(Operation operation, string name, params int[] inputs) =>
            context.Builder.Add(operation, inputs, ParameterPath.Join(context.Path, name), context.Origin);

        int Linear(int on, int outputs, string name) => Add(new Linear(ParameterPath.Join(context.Path, name), outputs, bias), name, on);

        int Activate(int on, ElementwiseOperation? activation, string name) => activation is null ? on : Add(activation, name, on);
    }

    private static int Reduced(OperationArguments arguments, int channels)
    {
        if (arguments.Int("channels", null) is { } given)
        {
            ShapeRule.AtLeast(Kind, "channels", given, 1);
            return given;
        }

        int reduction = arguments.Int("reduction", 4);
        ShapeRule.AtLeast(Kind, "reduction", reduction, 1);
        return channels >= reduction
            ? channels / reduction
            : throw new ShapeException(
                $"{Kind}: the reduction is {reduction}, but the inputs have only {channels} channels together, which leaves none. Use a "
                    + "smaller reduction, or give Channels.",
                "reduction");
    }
}
