namespace Fusion.Compiler.Operations;

/// <summary>A convolution with as many groups as input channels; it lowers to <see cref="Conv"/>.</summary>
public static class DepthwiseConv
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("DepthwiseConv", (arguments, inputs, path) =>
    {
        Shape input = ShapeRule.Single("DepthwiseConv", inputs);
        int multiplier = arguments.Int("multiplier", 1);
        ShapeRule.AtLeast("DepthwiseConv", "multiplier", multiplier, 1);
        return Conv.Bind(arguments, input, path, checked(input.Channels * multiplier), input.Channels);
    }).WhoseShapeIgnores("bias");
}
