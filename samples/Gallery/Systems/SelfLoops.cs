using MathNet.Numerics.LinearAlgebra;

namespace Fusion.Samples.Gallery;

/// <summary>A layer of a graph network: messages along the edges that are given with the nodes (Kipf and Welling, arXiv
/// 1609.02907).</summary>
[FusedNetwork]
public partial class GraphLayer
{
    [Linear(6)]   Layer weight;

    Tensor Forward([Shape(20, 20)] Tensor edges, [Shape(20, 8)] Tensor nodes) => Relu(MatMul(edges, weight(nodes)));
}

/// <summary>The 1×1 convolution with the same weights.</summary>
[FusedNetwork(20, 8)]
public partial class NodeLayer
{
    [Conv(6, 1), Relu]   Layer weight;
}

/// <summary>A node that only hears itself is a pixel of a 1×1 convolution.</summary>
public static class SelfLoops
{
    private const int Nodes = 20, Inputs = 8, Outputs = 6;

    public static Exhibit Exhibit { get; } = new(
        "graph", "a graph network with self-loops only is a 1x1 convolution",
        "relu(A·(X·W + b)) with A = I is relu(X·W + b); and for every order P of the nodes, P·A·Pᵀ with P·X gives P·Y", Show);

    private static void Show(Findings findings)
    {
        var chance = new Chance(15);
        float[] nodes = chance.Normals(Nodes * Inputs);
        Matrix<double> identity = Matrix<double>.Build.DenseIdentity(Nodes), edges = Edges(chance);
        StateDict weights = NetworkWeights.Initialize(GraphLayer.Description, seed: 1);
        using var graph = GraphLayer.Load(weights);

        double[] alone = Array.ConvertAll(Direct.Linear(weights, "weight", Direct.Doubles(nodes), Inputs), Direct.Relu);
        findings.Agree("with self-loops only", alone, Run(identity, nodes));
        var same = new StateDict();
        same.Add("weight.weight", [Outputs, Inputs, 1], weights["weight.weight"].Values.ToArray());
        same.Add("weight.bias", [Outputs], weights["weight.bias"].Values.ToArray());
        float[] pixels = new float[alone.Length];
        using (NodeLayer layer = NodeLayer.Load(same)) layer.Run(nodes, pixels);
        findings.Agree("the 1x1 convolution", alone, pixels);

        double[] heard = Messages(edges);
        findings.Agree("with messages from neighbours", heard, Run(edges, nodes));
        findings.Claim(
            $"neighbours change the result by up to {heard.Zip(alone, (a, b) => Math.Abs(a - b)).Max():0.##}",
            heard.Zip(alone, (a, b) => Math.Abs(a - b)).Max() > 0.5);

        // Every node three places on.
        int Order(int node) => (node + 3) % Nodes;
        float[] ordered = [.. Enumerable.Range(0, nodes.Length).Select(i => nodes[Order(i / Inputs) * Inputs + i % Inputs])];
        Matrix<double> orderedEdges = Matrix<double>.Build.Dense(Nodes, Nodes, (i, j) => edges[Order(i), Order(j)]);
        double[] expected = [.. Enumerable.Range(0, heard.Length).Select(i => heard[Order(i / Outputs) * Outputs + i % Outputs])];
        findings.Agree("the same in another order of the nodes", expected, Run(orderedEdges, ordered));

        float[] Run(Matrix<double> along, float[] from)
        {
            float[] result = new float[Nodes * Outputs];
            graph.Run([.. along.ToRowMajorArray().Select(value => (float)value)], from, result);
            return result;
        }

        double[] Messages(Matrix<double> along)
        {
            double[] sent = Direct.Linear(weights, "weight", Direct.Doubles(nodes), Inputs), received = new double[sent.Length];
            for (int i = 0; i < received.Length; i++)
            {
                for (int from = 0; from < Nodes; from++)
                    received[i] += along[i / Outputs, from] * sent[from * Outputs + i % Outputs];
                received[i] = Direct.Relu(received[i]);
            }
            return received;
        }
    }

    /// <summary><c>D^-½·(A + I)·D^-½</c> of a random graph.</summary>
    private static Matrix<double> Edges(Chance chance)
    {
        Matrix<double> edges = Matrix<double>.Build.DenseIdentity(Nodes);
        for (int i = 0; i < Nodes; i++)
            for (int j = 0; j < i; j++) if (chance.Below(6) == 0) edges[i, j] = edges[j, i] = 1;
        Vector<double> degrees = edges.RowSums();
        return edges.MapIndexed((i, j, edge) => edge / Math.Sqrt(degrees[i] * degrees[j]), Zeros.AllowSkip);
    }
}
