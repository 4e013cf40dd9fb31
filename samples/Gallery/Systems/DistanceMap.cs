namespace Fusion.Samples.Gallery;

/// <summary>The distances between all residues of a protein, from their places.</summary>
[FusedNetwork(64, 3)]
public partial class ProteinDistances
{
    (Tensor squares, Tensor distances) Forward(Tensor places)
    {
        Tensor lengths = Sum(Square(places), Axes.Channels);
        Tensor squares = lengths + Transpose(lengths) - 2 * MatMul(places, places, transposeB: true);
        return (squares, Sqrt(Maximum(squares, 0)));
    }
}

/// <summary>
/// A chain of residues, 3.8 Å from one to the next: two helices side by side. The map of their distances is all that structure predictors
/// need to know, for it says nothing of where the protein is and how it is turned.
/// </summary>
public static class DistanceMap
{
    private const int Residues = 64;

    public static Exhibit Exhibit { get; } = new(
        "protein", "the distance map of a protein",
        "‖a − b‖² = ‖a‖² + ‖b‖² − 2·a·b, a Gram matrix and its diagonal; turning and moving the protein leave it as it is", Show);

    private static void Show(Findings findings)
    {
        double[,] places = Chain();
        double[] squares = new double[Residues * Residues];
        for (int i = 0; i < squares.Length; i++)
            for (int c = 0; c < 3; c++) squares[i] += Math.Pow(places[i / Residues, c] - places[i % Residues, c], 2);

        using var network = ProteinDistances.Load(new StateDict());
        (float[] result, float[] distances) = Run(places, 0, 0);
        findings.Agree("squares of the distances, Å²", squares, result, 1e-6);
        findings.Agree("the same of the protein turned by 40° and moved by 5 Å", squares, Run(places, 40, 5).Squares, 1e-6);
        // Across the helix's width by 100°, and along it.
        double next = Math.Sqrt(Math.Pow(2 * 2.3 * Math.Sin(50 * Math.PI / 180), 2) + 1.5 * 1.5);
        findings.Agree("from a residue to the next in a helix, Å", next, distances[1], 1e-3);
        double[] contacts = [.. squares.Select(square => square < 64 ? 1.0 : 0)];
        findings.Agree("pairs closer than 8 Å", contacts.Sum(), distances.Count(distance => distance < 8), 0);
        findings.Picture(plot =>
        {
            double[,] map = new double[Residues, Residues];
            for (int i = 0; i < squares.Length; i++) map[i / Residues, i % Residues] = distances[i];
            plot.Add.ColorBar(plot.Add.Heatmap(map));
            plot.Title("Distances between the residues, Å: two helices, side by side and in opposite directions");
            plot.Axes.SquareUnits();
        });

        (float[] Squares, float[] Distances) Run(double[,] at, double angle, double away)
        {
            float[] input = new float[3 * Residues], s = new float[squares.Length], d = new float[squares.Length];
            (double sine, double cosine) = Math.SinCos(angle * Math.PI / 180);
            for (int i = 0; i < Residues; i++)
            {
                input[3 * i] = (float)(cosine * at[i, 0] - sine * at[i, 1] + away);
                input[3 * i + 1] = (float)(sine * at[i, 0] + cosine * at[i, 1]);
                input[3 * i + 2] = (float)at[i, 2];
            }
            network.Run(input, s, d);
            return (s, d);
        }
    }

    /// <summary>α helices: 2.3 Å wide, 100° and 1.5 Å from residue to residue; the second 10 Å beside the first, downwards.</summary>
    private static double[,] Chain()
    {
        var places = new double[Residues, 3];
        for (int i = 0; i < Residues; i++)
        {
            bool isSecond = i >= Residues / 2;
            int step = isSecond ? Residues - 1 - i : i;
            double angle = 100 * step * Math.PI / 180;
            places[i, 0] = 2.3 * Math.Cos(angle) + (isSecond ? 5 : -5);
            places[i, 1] = 2.3 * Math.Sin(angle);
            places[i, 2] = 1.5 * (step - Residues / 4);
        }
        return places;
    }
}
