namespace Fusion.Compiler.Operations;

/// <summary>
/// Self-attention with projections, as PyTorch's <c>nn.MultiheadAttention</c>, whose parameters' names it has. It lowers to a linear layer
/// for queries, keys and values, <see cref="Attention"/>, and a linear layer for the result.
/// </summary>
public static class MultiHeadAttention
{
    public static OperationDefinition Definition { get; } = new("MultiHeadAttention", Lower) { KeepsShape = true };

    private static IReadOnlyList<int> Lower(LoweringContext context)
    {
        OperationArguments arguments = context.Arguments;
        Shape input = ShapeRule.Spatial("MultiHeadAttention", context.InputShapes);
        bool bias = arguments.Bool("bias", true);
        int channels = input.Channels;
        var attention = new Attention(arguments.Int("heads"), arguments.Bool("causal", false));
        ShapeRule.AtLeast("MultiHeadAttention", "heads", attention.Heads, 1);
        if (channels % attention.Heads != 0)
        {
            throw new ShapeException(
                $"MultiHeadAttention: heads is {attention.Heads}, but the input {input} has {channels} channels, which must divide by the "
                    + "number of heads.",
                "heads");
        }

        var linear = new Linear(context.Path, checked(3 * channels), bias);
        Linear projection = linear with { WeightSuffix = "in_proj_weight", BiasSuffix = "in_proj_bias" };
        int all = Add(projection, "in_proj", context.Inputs[0]);
        int result = Add(attention, "attention", Part(0), Part(1), Part(2));
        return [Add(new Linear(ParameterPath.Join(context.Path, "out_proj"), channels, bias), "out_proj", result)];

        int Part(int number) => Add(new Slice(number * channels, channels), "in_proj", all);

        int Add(Operation operation, string name, params int[] inputs) =>
            context.Builder.Add(operation, inputs, ParameterPath.Join(context.Path, name), context.Origin);
    }
}
