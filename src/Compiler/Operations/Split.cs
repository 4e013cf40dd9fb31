namespace Fusion.Compiler.Operations;

/// <summary>Takes the channels apart; it lowers to one <see cref="Slice"/> per part. <c>Split(x, 2)</c>: equal parts; <c>Split(x, 16,
/// 48)</c>: parts of these sizes.</summary>
public static class Split
{
    public static OperationDefinition Definition { get; } = new("Split", Lower);

    private static IReadOnlyList<int> Lower(LoweringContext context)
    {
        Shape input = ShapeRule.Single("Split", context.InputShapes);
        EquatableArray<int> sizes = Sizes(context.Arguments);
        if (sizes.Count == 1) sizes = EqualParts(context, input, sizes[0]);
        ShapeRule.AtLeast("Split", "sizes", sizes, 1);
        if (sizes.Sum(size => (long)size) != input.Channels)
        {
            throw new ShapeException(
                $"Split: the parts have {string.Join(" + ", sizes)} = {sizes.Sum(size => (long)size)} channels, but the input {input} "
                    + $"has {input.Channels}; the sizes must add up to that.",
                "sizes");
        }

        var parts = new List<int>();
        int start = 0;
        foreach (int size in sizes)
        {
            parts.Add(context.Add(new Slice(start, size)));
            start += size;
        }

        return parts;
    }

    private static EquatableArray<int> Sizes(OperationArguments arguments) =>
        arguments.Has("parts") ? arguments.Ints("parts")
        : arguments.Has("first") ? [arguments.Int("first"), arguments.Int("second"), .. arguments.Has("more") ? arguments.Ints("more") : []]
        : arguments.Ints("sizes");

    private static EquatableArray<int> EqualParts(LoweringContext context, Shape input, int parts)
    {
        ShapeRule.AtLeast("Split", "parts", parts, 1);
        if (input.Channels % parts != 0)
        {
            throw new ShapeException(
                $"Split: {parts} equal parts are asked for, but the input {input} has {input.Channels} channels, which do not divide "
                    + $"by {parts}. Give the size of each part instead.",
                context.Arguments.Has("parts") ? "parts" : "sizes");
        }

        return Enumerable.Repeat(input.Channels / parts, parts).ToEquatableArray();
    }
}
