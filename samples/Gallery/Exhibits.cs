namespace Fusion.Samples.Gallery;

/// <summary>The systems of the gallery, in the order of the list.</summary>
public static class Exhibits
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Exhibit> All { get; } = [
        OrthogonalMixing.Exhibit, Beamforming.Exhibit, DepthFusion.Exhibit, Hyperspectral.Exhibit, ConservationLaw.Exhibit,
        GraphSqueeze.Exhibit, TransformerGate.Exhibit, MultimodalGate.Exhibit, Tones.Exhibit, AnomalyGates.Exhibit, Neuromodulation.Exhibit,
        MaskedSqueeze.Exhibit, RegionGates.Exhibit,
        StaticAttention.Exhibit, PaletteTransfer.Exhibit, DistanceMap.Exhibit, VideoGates.Exhibit, SelfLoops.Exhibit, CostTables.Exhibit,
        GatedResiduals.Exhibit];
}
