using Fusion.Import.Recognize;

namespace Fusion.Import.Operators;

/// <summary>Erf, which occurs as a part of GELU.</summary>
internal static class ErrorFunctions
{
    public static void Import(NodeContext context) => Activations.Unary(context, new Erf());
}
