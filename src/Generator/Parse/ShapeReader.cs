using Fusion.Compiler;
using Fusion.Compiler.Graphs;
using Fusion.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Generator.Parse;

/// <summary>Reads the shapes in <c>[FusedNetwork(…)]</c> and <c>[Shape(…)]</c>.</summary>
internal static class ShapeReader
{
    public const string ShapeAttribute = "Fusion.ShapeAttribute";

    /// <summary>Where an attribute is written; null where it is not in the source.</summary>
    public static Location? Place(AttributeData? attribute) =>
        attribute?.ApplicationSyntaxReference is { } reference ? reference.SyntaxTree.GetLocation(reference.Span) : null;

    /// <summary>The attributes of that name with their sizes; none where an attribute is wrong.</summary>
    public static IReadOnlyList<(Location Location, int[] Dimensions)> Read(TypeReader owner, IEnumerable<AttributeData> attributes,
        string fullName)
    {
        var shapes = new List<(Location, int[])>();
        foreach (AttributeData attribute in attributes)
        {
            if (!KnownTypes.IsNamed(attribute.AttributeClass, fullName)) continue;
            Location location = Place(attribute) ?? Location.None;
            TypedConstant sizes = attribute.ConstructorArguments.FirstOrDefault();
            if (sizes.Kind != TypedConstantKind.Array || sizes.IsNull || !sizes.Values.All(value => value.Value is int))
            {
                // Wrong for C# as well, or null in the place of the sizes.
                if (sizes is { Kind: TypedConstantKind.Array, IsNull: true })
                    owner.Report(Rules.InvalidShape, location, "null", "has no sizes");
                else owner.Session.HasSilentErrors = true;
                owner.Session.HasWrongShapes = true;
                continue;
            }

            int[] dimensions = [.. sizes.Values.Select(value => (int)value.Value!)];
            string text = "(" + string.Join(", ", dimensions) + ")";
            int[] wrong = [.. Enumerable.Range(0, dimensions.Length).Where(i => dimensions[i] < 1)];
            string mistake =
                dimensions.Length > 4 ? $"has {dimensions.Length} sizes"
                : wrong.Length == 0 && Limits.Product(dimensions) > Limits.Elements ? $"has more than {Limits.Elements} elements"
                : "";
            if (mistake.Length > 0) owner.Report(Rules.InvalidShape, location, text, mistake);
            foreach (int i in wrong)
            {
                Location place = PlaceOf(owner, attribute, i, dimensions.Length) ?? location;
                owner.Report(Rules.InvalidShape, place, text, $"has a size of {dimensions[i]}");
            }

            if (mistake.Length > 0 || wrong.Length > 0)
            {
                owner.Session.HasWrongShapes = true;
                continue;
            }

            shapes.Add((location, dimensions));
            if (ShapeOrder.Suspicion(dimensions) is { } suspicion)
                owner.Report(Rules.ShapeOrder, location, text, suspicion.Read, suspicion.Meant, string.Join(", ", suspicion.Sizes));
        }

        return shapes;
    }

    /// <summary>Where one of the sizes is written; null where they are not written one by one.</summary>
    private static Location? PlaceOf(TypeReader owner, AttributeData attribute, int position, int count)
    {
        var syntax = attribute.ApplicationSyntaxReference?.GetSyntax(owner.Session.Cancellation) as AttributeSyntax;
        var sizes = syntax?.ArgumentList?.Arguments.Where(argument => argument.NameEquals is null).ToList();
        return sizes?.Count == count ? sizes[position].GetLocation() : null;
    }
}
