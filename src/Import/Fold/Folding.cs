namespace Fusion.Import.Fold;

/// <summary>Computes, while the model is read, what depends on no input: the arithmetic of shapes around Reshape and Resize, and weights
/// that the file makes instead of holding them.</summary>
public static class Folding
{
    private const long MostFolded = 1L << 28;

    private static readonly Dictionary<string, Func<NodeContext, ConstantTensor?>> s_rules = new(StringComparer.Ordinal)
    {
        ["Constant"] = Constants.Constant,
        ["ConstantOfShape"] = Constants.ConstantOfShape,
        ["Shape"] = Constants.Shape,
        ["Size"] = Constants.Size,
        ["Range"] = Constants.Range,
        ["Identity"] = context => context.Constant(0),
        ["Cast"] = Constants.Cast,
        ["DequantizeLinear"] = Constants.Dequantize,
        ["Gather"] = ConstantShapes.Gather,
        ["Slice"] = ConstantShapes.Slice,
        ["Concat"] = ConstantShapes.Concat,
        ["Unsqueeze"] = ConstantShapes.Unsqueeze,
        ["Squeeze"] = ConstantShapes.Squeeze,
        ["Reshape"] = ConstantShapes.Reshape,
        ["Flatten"] = ConstantShapes.Flatten,
        ["Transpose"] = ConstantShapes.Transpose,
        ["Expand"] = ConstantShapes.Expand,
        ["Tile"] = ConstantShapes.Tile,
        ["Add"] = context => ConstantArithmetic.Binary(context, (a, b) => a + b, (a, b) => a + b),
        ["Sub"] = context => ConstantArithmetic.Binary(context, (a, b) => a - b, (a, b) => a - b),
        ["Mul"] = context => ConstantArithmetic.Binary(context, (a, b) => a * b, (a, b) => a * b),
        ["Div"] = context => ConstantArithmetic.Binary(context, (a, b) => a / b, (a, b) => a / b),
        ["Mod"] = context => ConstantArithmetic.Binary(context, (a, b) => a - b * Math.Floor(a / b), (a, b) => (a % b + b) % b),
        ["Pow"] = context => ConstantArithmetic.Binary(context, Math.Pow, (a, b) => (long)Math.Pow(a, b)),
        ["Min"] = context => ConstantArithmetic.Binary(context, Math.Min, Math.Min),
        ["Max"] = context => ConstantArithmetic.Binary(context, Math.Max, Math.Max),
        ["Equal"] = context => ConstantArithmetic.Compare(context, (a, b) => a == b),
        ["Greater"] = context => ConstantArithmetic.Compare(context, (a, b) => a > b),
        ["Less"] = context => ConstantArithmetic.Compare(context, (a, b) => a < b),
        ["GreaterOrEqual"] = context => ConstantArithmetic.Compare(context, (a, b) => a >= b),
        ["LessOrEqual"] = context => ConstantArithmetic.Compare(context, (a, b) => a <= b),
        ["And"] = context => ConstantArithmetic.Compare(context, (a, b) => a != 0 && b != 0),
        ["Or"] = context => ConstantArithmetic.Compare(context, (a, b) => a != 0 || b != 0),
        ["Not"] = context => ConstantArithmetic.Unary(context, x => x == 0 ? 1 : 0),
        ["Where"] = ConstantArithmetic.Where,
        ["Neg"] = context => ConstantArithmetic.Unary(context, x => -x),
        ["Abs"] = context => ConstantArithmetic.Unary(context, Math.Abs),
        ["Sqrt"] = context => ConstantArithmetic.Unary(context, Math.Sqrt),
        ["Reciprocal"] = context => ConstantArithmetic.Unary(context, x => 1 / x),
        ["Exp"] = context => ConstantArithmetic.Unary(context, Math.Exp),
        ["Floor"] = context => ConstantArithmetic.Unary(context, Math.Floor),
        ["Ceil"] = context => ConstantArithmetic.Unary(context, Math.Ceiling),
        ["Sin"] = context => ConstantArithmetic.Unary(context, Math.Sin),
        ["Cos"] = context => ConstantArithmetic.Unary(context, Math.Cos),
        ["ReduceProd"] = ConstantArithmetic.Product,
    };

    public static IReadOnlyCollection<string> Names => s_rules.Keys;

    public static bool Knows(string operatorName) => s_rules.ContainsKey(operatorName);

    /// <returns>Whether the node's result is known now.</returns>
    public static bool Fold(NodeContext context)
    {
        if (!s_rules.TryGetValue(context.Node.Operator, out var rule)) return false;
        bool needsShapeOnly = context.Node.Operator is "Shape" or "Size";
        if (!needsShapeOnly && Enumerable.Range(0, context.InputCount).Any(context.IsTraced)) return false;
        if (rule(context) is not { } result) return false;
        if (result.Elements > MostFolded)
            throw new ImportException(
                $"its result would have {result.Elements} elements, of which at most {MostFolded} are computed while a model is read");
        context.Return(result);
        return true;
    }
}
