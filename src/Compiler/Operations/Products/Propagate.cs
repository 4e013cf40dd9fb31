namespace Fusion.Compiler.Operations;

/// <summary>
/// Message passing over a graph that is given as a value: each node gets the sum of its neighbours' channels. It lowers to a product with
/// the adjacency matrix, whose epilogue does the rest.
/// </summary>
public static class Propagate
{
    public static OperationDefinition Definition { get; } = new("Propagate", Lower);

    private static IReadOnlyList<int> Lower(LoweringContext context)
    {
        Check(context.InputShapes);
        int x = context.Inputs[0], adjacency = context.Inputs[1];
        bool selfLoops = context.Arguments.Bool("selfLoops", false);
        GraphNormalization normalize = context.Arguments.Enum("normalize", GraphNormalization.None);
        if (normalize == GraphNormalization.None) return [Sum(x)];
        int degrees = Degrees();
        if (normalize == GraphNormalization.Mean) return [context.Add(new Divide(), Sum(x), degrees)];
        int scale = context.Add(new Rsqrt(), degrees);
        return [context.Add(new Multiply(), Sum(context.Add(new Multiply(), x, scale)), scale)];

        int Sum(int messages)
        {
            int sum = context.Add(new MatMul(), adjacency, messages);
            return selfLoops ? context.Add(new Add(), sum, messages) : sum;
        }

        // Of a node without neighbours 1, by which 0 is divided.
        int Degrees()
        {
            int sums = Reductions.Append(context.Add, GlobalPoolMode.Sum, Axes.Channels, adjacency, context.InputShapes[1], keep: true);
            return selfLoops ? context.Add(new Affine(1, 1), sums) : context.Add(new Add(), sums, context.Add(new IsZero(), sums));
        }
    }

    private static void Check(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count != 2)
        {
            throw new ShapeException(
                $"Propagate: it was given {inputs.Count} inputs, but it takes nodes and an adjacency matrix. Write "
                    + "Propagate(x, adjacency).");
        }

        Shape nodes = inputs[0], adjacency = inputs[1];
        if (nodes.Rank != 2)
        {
            throw new ShapeException(
                $"Propagate: the nodes are {nodes}, but (N, C) was expected: N nodes of C channels. Reshape them.");
        }

        if (adjacency.Rank == 2 && adjacency.Dimensions.All(size => size == nodes.Pixels)) return;
        throw new ShapeException(
            $"Propagate: the nodes are {nodes}, the adjacency matrix is {adjacency}, but of {nodes.Pixels} nodes it must be "
                + $"({nodes.Pixels}, {nodes.Pixels}): in row i and column j what node i gets of node j.");
    }
}

/// <summary>What the sum of a node's neighbours is multiplied by.</summary>
public enum GraphNormalization
{
    None,
    Mean,
    Symmetric,
}
