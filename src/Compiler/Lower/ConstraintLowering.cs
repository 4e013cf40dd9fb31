using Fusion.Compiler.Declarations;

namespace Fusion.Compiler.Lower;

/// <summary>Checks what is declared of weights, and adds it to the graph.</summary>
internal sealed class ConstraintLowering(GraphBuilder builder, LoweringErrors errors)
{
    /// <summary>The attribute for <c>A w = c</c>.</summary>
    public const string Conserve = "Conserve";

    private readonly Dictionary<string, WeightProjection> _known = [];

    /// <summary>Adds what an operation's weights keep to.</summary>
    /// <param name="node">What the operation has become.</param>
    /// <param name="input">The shape of what it reads.</param>
    public void Declare(LayerStep step, Node node, Shape input)
    {
        EquatableArray<ConstraintSpec> constraints = step.Operation.Constraints;
        if (constraints.Count == 0) return;
        if (node.Operation is not (Conv or Linear))
        {
            Refuse(step);
            return;
        }

        Parameter weight = node.Operation.Parameters([input])[0];
        int groups = node.Operation is Conv conv ? conv.Groups : 1;
        if (Bind(step, weight, groups) is not { } projection) return;
        if (!_known.TryGetValue(weight.Name, out WeightProjection? other))
        {
            _known.Add(weight.Name, projection);
            builder.Constrain(projection);
        }
        else if (other != projection)
        {
            Report(step, constraints[0], $"{constraints[0].Kind} constrains '{weight.Name}', which an earlier layer shares and constrains "
                + "in another way; declare the same for both");
        }
    }

    /// <summary>Says that an operation has no weights of its own.</summary>
    public void Refuse(LayerStep step)
    {
        foreach (ConstraintSpec constraint in step.Operation.Constraints)
            Report(step, constraint, $"{constraint.Kind} constrains the weights of a convolution or a linear layer, but it stands behind "
                + $"{step.Operation.Kind}; put it directly behind Conv, DepthwiseConv or Linear");
    }

    private WeightProjection? Bind(LayerStep step, Parameter weight, int groups)
    {
        EquatableArray<ConstraintSpec> constraints = step.Operation.Constraints;
        if (constraints.Count > 1 && constraints.FirstOrDefault(constraint => constraint.Kind != Conserve) is { } alone)
        {
            string other = constraints.First(each => each != alone).Kind;
            Report(step, alone, other == alone.Kind ? $"{other} is there twice; leave one of them out"
                : $"{alone.Kind} and {other} constrain the same weights, which cannot keep to both; leave one of them out");
            return null;
        }

        return constraints[0].Kind == Conserve
            ? BindSums(step, new ConservingProjection(weight.Name, weight.Dimensions, constraints
                .Select(constraint => new WeightedSum(constraint.Factors, constraint.Sum)).ToEquatableArray()))
            : BindOrthogonal(step, new OrthogonalProjection(weight.Name, weight.Dimensions, groups));
    }

    private ConservingProjection? BindSums(LayerStep step, ConservingProjection projection)
    {
        EquatableArray<ConstraintSpec> constraints = step.Operation.Constraints;
        int columns = projection.Columns;
        foreach (ConstraintSpec constraint in constraints)
        {
            if (Mistake(constraint, columns, constraints.Count) is not { } mistake) continue;
            Report(step, constraint, mistake);
            return null;
        }

        projection.Orthonormal(out int dependent);
        if (dependent < 0) return projection;
        Report(step, constraints[dependent], dependent == 0
            ? "A of Conserve has no number that is not 0, so that it says nothing of the weights; give their factors"
            : "A of this Conserve is a combination of those before it, so that it contradicts them or says nothing new; leave it out");
        return null;
    }

    private static string? Mistake(ConstraintSpec constraint, int columns, int count)
    {
        IEnumerable<double> numbers = constraint.Factors.Append(constraint.Sum);
        return count > columns
            ? $"Conserve is declared {count} times, but each output has only {Weights(columns)}; {columns} times is the most"
            : constraint.Factors.Count > 0 && constraint.Factors.Count != columns
            ? $"A of Conserve has {constraint.Factors.Count} numbers, but each output has {Weights(columns)}; give one for each in the "
                + "order of the weights file, or none for their sum"
            : numbers.Any(number => double.IsNaN(number) || double.IsInfinity(number))
            ? "Conserve has a number that is not finite; finite ones were expected"
            : null;
    }

    private OrthogonalProjection? BindOrthogonal(LayerStep step, OrthogonalProjection projection)
    {
        if (projection.GroupRows <= projection.Columns) return projection;
        string group = projection.Groups == 1 ? "" : " in each group";
        Report(step, step.Operation.Constraints[0], $"Orthogonal needs at most as many outputs as an output has weights, but there are "
            + $"{projection.GroupRows} outputs{group} with {Weights(projection.Columns)} each; use fewer outputs");
        return null;
    }

    private void Report(LayerStep step, ConstraintSpec constraint, string message) =>
        errors.Add(step.Scope.Error(constraint.Id, DiagnosticIds.WeightConstraint, message));

    private static string Weights(int count) => count == 1 ? "1 weight" : $"{count} weights";
}
