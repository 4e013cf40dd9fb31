using Fusion.Compiler;
using Fusion.Generator.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Parse;

/// <summary>Reads the shapes in <c>[FusedNetwork(…)]</c> and <c>[Shape(…)]</c>.</summary>
internal static class ShapeReader
{
    /// <summary>The attributes of that name with their sizes; none where an attribute is wrong.</summary>
    public static IReadOnlyList<(Location Location, int[] Dimensions)> Read(TypeReader owner, IEnumerable<AttributeData> attributes, string fullName)
    {
        var shapes = new List<(Location, int[])>();
        foreach (AttributeData attribute in attributes)
        {
            if (!KnownTypes.IsNamed(attribute.AttributeClass, fullName)) continue;
            Location location = attribute.ApplicationSyntaxReference is { } reference ? reference.SyntaxTree.GetLocation(reference.Span) : Location.None;
            TypedConstant sizes = attribute.ConstructorArguments.FirstOrDefault();
            if (sizes.Kind != TypedConstantKind.Array || sizes.IsNull || !sizes.Values.All(value => value.Value is int))
            {
                // Wrong for C# as well, or null in the place of the sizes.
                if (sizes is { Kind: TypedConstantKind.Array, IsNull: true }) owner.Report(Rules.InvalidShape, location, "null", "has no sizes");
                else owner.Session.HasSilentErrors = true;
                continue;
            }

            int[] dimensions = [.. sizes.Values.Select(value => (int)value.Value!)];
            string text = "(" + string.Join(", ", dimensions) + ")";
            if (dimensions.Length > 4) owner.Report(Rules.InvalidShape, location, text, $"has {dimensions.Length} sizes");
            else if (dimensions.Any(size => size < 1)) owner.Report(Rules.InvalidShape, location, text, $"has a size of {dimensions.First(size => size < 1)}");
            else if (dimensions.Aggregate(1.0, (product, size) => product * size) > int.MaxValue) owner.Report(Rules.InvalidShape, location, text, "has more than 2147483647 elements");
            else shapes.Add((location, dimensions));
        }

        return shapes;
    }
}
