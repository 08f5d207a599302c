"""The integrity constraints IC-1 to IC-14 and IC-19 of the RDF Data Cube vocabulary (W3C, 2014, section 11), each true where it is broken."""

NORMALISE = (
    "INSERT { ?o a qb:Observation } WHERE { [] qb:observation ?o }",
    "INSERT { ?ds a qb:DataSet } WHERE { ?o qb:dataSet ?ds }",
    "INSERT { ?cs qb:componentProperty ?p . ?p a qb:DimensionProperty } WHERE { ?cs qb:dimension ?p }",
    "INSERT { ?cs qb:componentProperty ?p . ?p a qb:MeasureProperty } WHERE { ?cs qb:measure ?p }",
    "INSERT { ?cs qb:componentProperty ?p . ?p a qb:AttributeProperty } WHERE { ?cs qb:attribute ?p }",
)
"""The closure that the constraints expect (section 10)."""

CONSTRAINTS = {
    "IC-1 one data set": """{ ?obs a qb:Observation . FILTER NOT EXISTS { ?obs qb:dataSet ?ds . ?ds a qb:DataSet } }
        UNION { ?obs a qb:Observation ; qb:dataSet ?ds, ?other . FILTER(?ds != ?other) }""",
    "IC-2 one structure": """{ ?ds a qb:DataSet . FILTER NOT EXISTS { ?ds qb:structure ?dsd . ?dsd a qb:DataStructureDefinition } }
        UNION { ?ds a qb:DataSet ; qb:structure ?dsd, ?other . FILTER(?dsd != ?other) }""",
    "IC-3 a measure": """?dsd a qb:DataStructureDefinition .
        FILTER NOT EXISTS { ?dsd qb:component/qb:componentProperty ?p . ?p a qb:MeasureProperty }""",
    "IC-4 dimensions have a range": "?dim a qb:DimensionProperty . FILTER NOT EXISTS { ?dim rdfs:range ?range }",
    "IC-5 concept dimensions have a code list": """?dim a qb:DimensionProperty ; rdfs:range skos:Concept .
        FILTER NOT EXISTS { ?dim qb:codeList ?list }""",
    "IC-6 only attributes are optional": """?dsd qb:component ?spec . ?spec qb:componentRequired "false"^^xsd:boolean ;
        qb:componentProperty ?p . FILTER NOT EXISTS { ?p a qb:AttributeProperty }""",
    "IC-7 slice keys are declared": """?key a qb:SliceKey . FILTER NOT EXISTS { ?dsd a qb:DataStructureDefinition ; qb:sliceKey ?key }""",
    "IC-8 slice keys fit": """?key a qb:SliceKey ; qb:componentProperty ?p . ?dsd qb:sliceKey ?key .
        FILTER NOT EXISTS { ?dsd qb:component [ qb:componentProperty ?p ] }""",
    "IC-9 one slice structure": """{ ?slice a qb:Slice . FILTER NOT EXISTS { ?slice qb:sliceStructure ?key } }
        UNION { ?slice a qb:Slice ; qb:sliceStructure ?key, ?other . FILTER(?key != ?other) }""",
    "IC-10 slice dimensions are told": """?slice qb:sliceStructure [ qb:componentProperty ?dim ] .
        FILTER NOT EXISTS { ?slice ?dim ?value }""",
    "IC-11 all dimensions are told": """?obs qb:dataSet/qb:structure/qb:component/qb:componentProperty ?dim . ?dim a qb:DimensionProperty .
        FILTER NOT EXISTS { ?obs ?dim ?value }""",
    "IC-13 required attributes are told": """?obs qb:dataSet/qb:structure/qb:component ?component .
        ?component qb:componentRequired "true"^^xsd:boolean ; qb:componentProperty ?attr . FILTER NOT EXISTS { ?obs ?attr ?value }""",
    "IC-14 all measures are told": """?obs qb:dataSet/qb:structure ?dsd .
        FILTER NOT EXISTS { ?dsd qb:component/qb:componentProperty qb:measureType }
        ?dsd qb:component/qb:componentProperty ?measure . ?measure a qb:MeasureProperty . FILTER NOT EXISTS { ?obs ?measure ?value }""",
    "IC-19 codes are in their list": """?obs qb:dataSet/qb:structure/qb:component/qb:componentProperty ?dim .
        ?dim a qb:DimensionProperty ; qb:codeList ?list . ?list a skos:ConceptScheme . ?obs ?dim ?code .
        FILTER NOT EXISTS { ?code a skos:Concept ; skos:inScheme ?list }""",
}
"""IC-12 compares all pairs of observations, which takes time in the square of their number: `tests/store/test_rdf.py` groups them instead."""
