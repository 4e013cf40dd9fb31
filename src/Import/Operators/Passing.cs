namespace Fusion.Import.Operators;

/// <summary>Operators that change nothing when floats run through: also quantisation, of which a network of floats needs nothing.</summary>
internal static class Passing
{
    public static void Import(NodeContext context)
    {
        context.OnlyFirstResult();
        if (context.Node.Operator == "Dropout" && context.Has(2) && context.Constant(2).Scalar != 0)
            throw new ImportException("it is in training mode");
        if (context.Node.Operator == "Cast" && !((Protocol.ElementType)context.Int("to", 1)).IsFloatingType())
            throw new ImportException($"it makes {(Protocol.ElementType)context.Int("to", 1)} of computed values");
        context.Return(context.Input(0));
    }

    private static bool IsFloatingType(this Protocol.ElementType type) => Protocol.ElementTypes.IsFloating(type);
}
